"""`mindspore.dataset`: pipelines that run on the host, on NumPy arrays."""

from msjax.dataset import config
from msjax.dataset.caching import DatasetCache
from msjax.dataset.callback import DSCallback
from msjax.dataset.config import get_seed, set_seed
from msjax.dataset.engine.dataset import Dataset, UnionBaseDataset
from msjax.dataset.engine.description import compare, deserialize, serialize, show
from msjax.dataset.engine.iterators import DictIterator, TupleIterator
from msjax.dataset.engine.operations.batching import BatchDataset, BatchInfo
from msjax.dataset.engine.operations.columns import ProjectDataset, RenameDataset
from msjax.dataset.engine.operations.combining import ConcatDataset, ZipDataset
from msjax.dataset.engine.operations.combining import zip_datasets as zip
from msjax.dataset.engine.operations.mapping import MapDataset
from msjax.dataset.engine.operations.padding import BucketBatchByLengthDataset, PaddedBatchDataset
from msjax.dataset.engine.operations.selecting import (
    FilterDataset,
    RepeatDataset,
    ShuffleDataset,
    SkipDataset,
    TakeDataset,
)
from msjax.dataset.engine.operations.waiting import BlockReleasePair, SyncWaitDataset
from msjax.dataset.engine.samplers import (
    BuiltinSampler,
    DistributedSampler,
    IterSampler,
    PKSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    Shuffle,
    SubsetRandomSampler,
    SubsetSampler,
    WeightedRandomSampler,
)
from msjax.dataset.engine.schema import Schema
from msjax.dataset.engine.source import MappableDataset, SourceDataset
from msjax.dataset.line_reader import LineReader
from msjax.dataset.sources.cifar import Cifar10Dataset, Cifar100Dataset
from msjax.dataset.sources.coco import CocoDataset
from msjax.dataset.sources.comma_separated import CSVDataset
from msjax.dataset.sources.corpora import (
    AGNewsDataset,
    AmazonReviewDataset,
    CoNLL2000Dataset,
    DBpediaDataset,
    EnWik9Dataset,
    IMDBDataset,
    Multi30kDataset,
    PennTreebankDataset,
    SogouNewsDataset,
    SQuADDataset,
    SST2Dataset,
    UDPOSDataset,
    WikiTextDataset,
    YahooAnswersDataset,
    YelpReviewDataset,
)
from msjax.dataset.sources.digits import (
    EMnistDataset,
    FashionMnistDataset,
    KMnistDataset,
    MnistDataset,
    QMnistDataset,
)
from msjax.dataset.sources.faces import LFWDataset, WIDERFaceDataset
from msjax.dataset.sources.fake_images import FakeImageDataset
from msjax.dataset.sources.image_collections import (
    Caltech256Dataset,
    Food101Dataset,
    LSUNDataset,
    OmniglotDataset,
    RenderedSST2Dataset,
    SUN397Dataset,
)
from msjax.dataset.sources.image_folders import CelebADataset, ImageFolderDataset, ManifestDataset
from msjax.dataset.sources.image_pairs import DIV2KDataset, FlickrDataset, SBUDataset
from msjax.dataset.sources.matlab_files import (
    Caltech101Dataset,
    Flowers102Dataset,
    SBDataset,
    SVHNDataset,
)
from msjax.dataset.sources.memory import GeneratorDataset, NumpySlicesDataset, PaddedDataset
from msjax.dataset.sources.object_storage import OBSMindDataset, sync_wait_for_dataset
from msjax.dataset.sources.random import RandomDataset
from msjax.dataset.sources.records import MindDataset
from msjax.dataset.sources.scenes import (
    CityscapesDataset,
    KITTIDataset,
    PhotoTourDataset,
    Places365Dataset,
)
from msjax.dataset.sources.semeion import SemeionDataset
from msjax.dataset.sources.speech import LJSpeechDataset, SpeechCommandsDataset, YesNoDataset
from msjax.dataset.sources.speech_corpora import (
    CMUArcticDataset,
    GTZANDataset,
    LibriTTSDataset,
    TedliumDataset,
)
from msjax.dataset.sources.stl10 import STL10Dataset
from msjax.dataset.sources.texts import CLUEDataset, TextFileDataset
from msjax.dataset.sources.tfrecords import TFRecordDataset
from msjax.dataset.sources.translations import IWSLT2016Dataset, IWSLT2017Dataset
from msjax.dataset.sources.usps import USPSDataset
from msjax.dataset.sources.voc import VOCDataset

__all__ = [
    "AGNewsDataset",
    "AmazonReviewDataset",
    "BatchDataset",
    "BatchInfo",
    "BlockReleasePair",
    "BucketBatchByLengthDataset",
    "BuiltinSampler",
    "CLUEDataset",
    "CMUArcticDataset",
    "CSVDataset",
    "Caltech101Dataset",
    "Caltech256Dataset",
    "CelebADataset",
    "Cifar10Dataset",
    "Cifar100Dataset",
    "CityscapesDataset",
    "CoNLL2000Dataset",
    "CocoDataset",
    "ConcatDataset",
    "DBpediaDataset",
    "DIV2KDataset",
    "DSCallback",
    "Dataset",
    "DatasetCache",
    "DictIterator",
    "DistributedSampler",
    "EMnistDataset",
    "EnWik9Dataset",
    "FakeImageDataset",
    "FashionMnistDataset",
    "FilterDataset",
    "FlickrDataset",
    "Flowers102Dataset",
    "Food101Dataset",
    "GTZANDataset",
    "GeneratorDataset",
    "IMDBDataset",
    "IWSLT2016Dataset",
    "IWSLT2017Dataset",
    "ImageFolderDataset",
    "IterSampler",
    "KITTIDataset",
    "KMnistDataset",
    "LFWDataset",
    "LJSpeechDataset",
    "LSUNDataset",
    "LibriTTSDataset",
    "LineReader",
    "ManifestDataset",
    "MapDataset",
    "MappableDataset",
    "MindDataset",
    "MnistDataset",
    "Multi30kDataset",
    "NumpySlicesDataset",
    "OBSMindDataset",
    "OmniglotDataset",
    "PKSampler",
    "PaddedBatchDataset",
    "PaddedDataset",
    "PennTreebankDataset",
    "PhotoTourDataset",
    "Places365Dataset",
    "ProjectDataset",
    "QMnistDataset",
    "RandomDataset",
    "RandomSampler",
    "RenameDataset",
    "RenderedSST2Dataset",
    "RepeatDataset",
    "SBDataset",
    "SBUDataset",
    "SQuADDataset",
    "SST2Dataset",
    "STL10Dataset",
    "SUN397Dataset",
    "SVHNDataset",
    "Sampler",
    "Schema",
    "SemeionDataset",
    "SequentialSampler",
    "Shuffle",
    "ShuffleDataset",
    "SkipDataset",
    "SogouNewsDataset",
    "SourceDataset",
    "SpeechCommandsDataset",
    "SubsetRandomSampler",
    "SubsetSampler",
    "SyncWaitDataset",
    "TFRecordDataset",
    "TakeDataset",
    "TedliumDataset",
    "TextFileDataset",
    "TupleIterator",
    "UDPOSDataset",
    "USPSDataset",
    "UnionBaseDataset",
    "VOCDataset",
    "WIDERFaceDataset",
    "WeightedRandomSampler",
    "WikiTextDataset",
    "YahooAnswersDataset",
    "YelpReviewDataset",
    "YesNoDataset",
    "ZipDataset",
    "compare",
    "config",
    "deserialize",
    "get_seed",
    "serialize",
    "set_seed",
    "show",
    "sync_wait_for_dataset",
    "zip",
]
