"""Converting ImageNet to MindRecord.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.ImageNetToMR.html
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from msjax import log
from msjax.mindrecord.common.exceptions import PathNotExistsError
from msjax.mindrecord.core.fields import check_filename
from msjax.mindrecord.filewriter import FileWriter
from msjax.mindrecord.tools.conversion import check_partition_number, write

_SCHEMA = {"label": {"type": "int32"}, "image": {"type": "bytes"}, "file_name": {"type": "string"}}


class ImageNetToMR:
    """Convert ImageNet, a folder of JPEG files for each class, to MindRecord.

    Args:
        map_file: a file that has a line for each class: its folder, a space, its label.
        image_dir: the folder that has the classes' folders.
        destination: the file to write.
        partition_number: how many files share the rows.

    Raises:
        ParamValueError: a name is none.
        ValueError: `partition_number` is no int.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.ImageNetToMR.html

    Differs: the files of a class come in the order of their names; in MindSpore, as the folder has
    them.
    """

    def __init__(self, map_file, image_dir, destination, partition_number=1):
        for path in (map_file, image_dir, destination):
            check_filename(path)
        self.map_file = map_file
        self.image_dir = image_dir
        self.writer = FileWriter(destination, check_partition_number(partition_number))

    def transform(self):
        """Convert the files.

        Raises:
            OSError: there is no map file.
            PathNotExistsError: none of the classes' folders is there.
            RuntimeError: the destination is there already.
        """
        if not os.path.exists(self.map_file):
            raise OSError(f"map file {self.map_file} not exists")
        rows = self._rows(self._folders())
        write(self.writer, _SCHEMA, "imagenet_schema", rows, ["label", "file_name"], parallel=True)

    def _folders(self) -> dict[int, str]:
        with open(self.map_file) as file:
            pairs = [line.split() for line in file if line.strip()]
        folders = {int(label): os.path.join(self.image_dir, name) for name, label in pairs}
        for path in folders.values():
            if not os.path.isdir(path):
                log.warning(f"{path} dir is not exist")
        folders = {label: path for label, path in folders.items() if os.path.isdir(path)}
        if not folders:
            raise PathNotExistsError(f"not valid image dir in {self.image_dir}")
        return folders

    def _rows(self, folders) -> Iterator[dict]:
        for label, folder in folders.items():
            for name in sorted(os.listdir(folder)):
                path = os.path.join(folder, name)
                if not name.endswith(("JPEG", "jpg")):
                    log.warning(f"{path} file is not suffix with JPEG/jpg, skip it.")
                    continue
                with open(path, "rb") as file:
                    image = file.read()
                if image:
                    yield {"file_name": path, "label": label, "image": image}
                else:
                    log.warning(f"The image file: {path} is invalid.")
