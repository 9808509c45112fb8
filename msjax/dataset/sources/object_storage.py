"""MindRecord files in object storage: refused.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.OBSMindDataset.html
"""

from __future__ import annotations

from typing import NoReturn

from msjax.dataset.engine.samplers import Shuffle


class OBSMindDataset:
    """Refuse to read MindRecord files in object storage.

    Raises:
        NotImplementedError: always.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.OBSMindDataset.html

    Differs: it cannot be made: msjax has no client of object storage.
    """

    def __init__(
        self,
        dataset_files,
        server,
        ak,
        sk,
        sync_obs_path,
        columns_list=None,
        shuffle=Shuffle.GLOBAL,
        num_shards=None,
        shard_id=None,
        shard_equal_rows=True,
    ):
        raise NotImplementedError(
            f"OBSMindDataset(dataset_files={dataset_files!r}) is not supported: msjax has no client"
            " of object storage. Download the files, for instance with boto3, and read them with "
            "MindDataset(files, num_shards=..., shard_id=...)."
        )


def sync_wait_for_dataset(rank_id, rank_size, current_epoch, obs_runtime) -> NoReturn:
    """Refuse to wait for other devices' downloads.

    Args:
        rank_id: the number of this device.
        rank_size: how many devices there are.
        current_epoch: the number of the epoch.
        obs_runtime: what OBSMindDataset made.

    Raises:
        NotImplementedError: always.

    Differs: it waits for nothing: there is no OBSMindDataset.
    """
    raise NotImplementedError(
        f"sync_wait_for_dataset(obs_runtime={obs_runtime!r}) is not supported: msjax has no "
        "OBSMindDataset to wait for; leave the call out."
    )
