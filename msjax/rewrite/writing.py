"""What a symbol tree prints and writes."""

from __future__ import annotations

from pathlib import Path

from msjax.rewrite.checks import check_type
from msjax.rewrite.generation import generate
from msjax.rewrite.table import dump, print_tables
from msjax.rewrite.tree import Tree


class Written:
    """The part of `SymbolTree` that shows nodes and code."""

    _tree: Tree

    def dump(self) -> None:
        """Print the nodes with their code."""
        print(dump(self._tree))

    def print_node_tabulate(self, all_nodes: bool = False) -> None:
        """Print a table of the nodes: type, name, code, where arguments come from, who uses them.

        Args:
            all_nodes: whether tables follow of what is inside of the nodes. Default: False.

        Raises:
            TypeError: `all_nodes` is no bool.

        Note: as in MindSpore, the package `tabulate` lays it out; without it, nothing is printed,
        and a warning logged. `dump` needs no package.
        """
        check_type("print_node_tabulate", "all_nodes", all_nodes, bool)
        print_tables(self._tree, all_nodes)

    def get_code(self) -> str:
        """Return Python code with the class of the edited network.

        It runs where the modules of the network can be imported: the last class is called with the
        network the tree was made from.

        Differs: the layout. Classes and functions that are not edited are not repeated; MindSpore
        repeats them, and its own functions, in flattened form.
        """
        return generate(self._tree).text

    def get_saved_file_name(self) -> str:
        """Return the name of the file that `save_network_to_file` writes."""
        return self._tree.file_name

    def set_saved_file_name(self, file_name: str) -> None:
        """Set the name of the file that `save_network_to_file` writes.

        Args:
            file_name: the name; ".py" is added where it is missing.

        Raises:
            TypeError: it is no str.
        """
        check_type("Saving network", "file_name", file_name, str)
        self._tree.file_name = file_name if file_name.endswith(".py") else f"{file_name}.py"

    def save_network_to_file(self) -> None:
        """Write the code that `get_code` returns to a file, readable and writable by its owner."""
        path = Path(self._tree.file_name)
        path.touch(mode=0o600)
        path.write_text(self.get_code())
