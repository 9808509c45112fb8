"""What a symbol tree is made of: entries (one statement each) in blocks."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msjax.rewrite.kinds import NodeType, ValueType
from msjax.rewrite.values import ScopedValue, named, of_expression, to_expression

if TYPE_CHECKING:
    from msjax.rewrite.tree import Tree


@dataclasses.dataclass
class Slot:
    """The place of an argument in the code: a field of a syntax node, or an item of a list."""

    owner: Any
    key: str | int

    def read(self) -> ast.expr:
        """Return the expression in the place."""
        return self.owner[self.key] if isinstance(self.key, int) else getattr(self.owner, self.key)

    def write(self, expression: ast.expr) -> None:
        """Put an expression into the place."""
        if isinstance(self.key, int):
            self.owner[self.key] = expression
        else:
            setattr(self.owner, self.key, expression)


@dataclasses.dataclass(eq=False, repr=False)
class Entry:
    """One statement: the place of each argument, what it calls, and the blocks in it.

    Attributes:
        kind: what it does.
        name: its name in the tree.
        statement: its code; None for what is no statement (an input, a Cell of a container).
        slots: the places of the positional arguments; those in keywords are in `keywords`. Of an
            input that was inserted, the place of its default.
        given: targets and arguments that are not in code: of inputs and Cells of containers.
        instance: the Cell, Primitive or function called.
        body: the block in it: of a control flow statement, a function, or a container.
        otherwise: of `if`, `for` and `while`, the entry of `else`.
        function: of a call of a user's function, its definition.
        imported: whether the name that is called is to be imported by the generated code.
    """

    kind: NodeType
    name: str
    statement: Any = None
    slots: list[Slot] = dataclasses.field(default_factory=list)
    keywords: dict[str, Slot] = dataclasses.field(default_factory=dict)
    given_targets: list[ScopedValue] | None = None
    given_args: list[ScopedValue] | None = None
    instance: Any = None
    body: Block | None = None
    otherwise: Entry | None = None
    is_else: bool = False
    function: Any = None
    imported: bool = False
    sub_tree: Tree | None = None
    block: Block | None = None
    attributes: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def targets(self) -> list[ScopedValue]:
        """What the statement assigns to."""
        if self.given_targets is not None:
            return list(self.given_targets)
        if not isinstance(self.statement, ast.Assign) or self.kind is NodeType.Python:
            return []
        target = self.statement.targets[0]
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        return [_of_target(p) for p in parts]

    @property
    def args(self) -> list[ScopedValue]:
        """The positional arguments."""
        if self.given_args is not None:
            return list(self.given_args)
        return [of_expression(slot.read()) for slot in self.slots]

    @property
    def kwargs(self) -> dict[str, ScopedValue]:
        """The arguments in keywords."""
        return {key: of_expression(slot.read()) for key, slot in self.keywords.items()}

    @property
    def arguments(self) -> list[ScopedValue]:
        """All arguments, positional ones first."""
        return [*self.args, *self.kwargs.values()]

    def set_argument(self, index: int, value: ScopedValue) -> None:
        """Replace an argument, by its place among all.

        Raises:
            NotImplementedError: the entry is a Cell of a container.
        """
        if self.block is not None and self.block.cells:
            raise NotImplementedError(
                f"msjax.rewrite cannot set arg={value} of '{self.name}': a Cell of a container "
                "gets the result of the one before."
            )
        places = [*self.slots, *self.keywords.values()]
        places[index].write(to_expression(value))

    def is_call(self) -> bool:
        """Tell whether the statement is an assignment of the result of a call."""
        return isinstance(self.statement, ast.Assign) and isinstance(self.statement.value, ast.Call)


def _of_target(target: ast.expr) -> ScopedValue:
    """Return the value of what is assigned to; only names and `self.name` can be linked."""
    value = target.value if isinstance(target, ast.Attribute) else target
    if not isinstance(value, ast.Name):
        return ScopedValue(ValueType.UnsupportedValue)
    return named(ast.unparse(target))


class Block:
    """Statements that run one after another, or the Cells of a container.

    Attributes:
        tree: the tree it belongs to.
        entries: its entries, in order.
        cells: whether the entries are Cells of a container, not statements.
        edited: whether entries came or went.
    """

    def __init__(self, tree: Tree, cells: bool = False):
        self.tree = tree
        self.entries: list[Entry] = []
        self.cells = cells
        self.edited = False

    def add(self, entry: Entry) -> Entry:
        """Put an entry at the end."""
        entry.block = self
        self.entries.append(entry)
        return entry

    def insert(self, index: int, entry: Entry) -> None:
        """Put an entry before the one that has an index now."""
        entry.block = self
        self.entries.insert(index, entry)
        self.edited = True

    def remove(self, entry: Entry) -> None:
        """Take an entry out."""
        self.entries.remove(entry)
        entry.block = None
        self.edited = True

    def walk(self) -> Iterator[Entry]:
        """Yield all entries: those of this block, then of the blocks in it, the last one first."""
        waiting: list[Block] = [self]
        seen: set[Block] = {self}
        while waiting:
            block = waiting.pop()
            yield from block.entries
            inner = [e.body for e in block.entries if e.body is not None and e.body not in seen]
            seen.update(inner)
            waiting.extend(dict.fromkeys(inner))

    def blocks(self, seen: set[Block] | None = None) -> Iterator[tuple[tuple[str, ...], Block]]:
        """Yield this block and those in it, each with the names of the entries that lead to it."""
        seen = set() if seen is None else seen
        seen.add(self)
        yield (), self
        for entry in self.entries:
            if entry.body is not None and entry.body not in seen:
                for path, block in entry.body.blocks(seen):
                    yield (entry.name, *path), block


@dataclasses.dataclass
class Links:
    """Where the values of a block's arguments come from, and where its targets go.

    Attributes:
        providers: for each entry, the entry and the index of the target by index of argument.
        users: for each entry, the entries and indices of arguments by index of target.
    """

    providers: dict[Entry, dict[int, tuple[Entry, int]]]
    users: dict[Entry, dict[int, list[tuple[Entry, int]]]]


def links(block: Block) -> Links:
    """Find which entry's target each argument in a block is.

    Values do not pass into or out of a block here, as in MindSpore.
    """
    found = Links({}, {})
    latest: dict[str, tuple[Entry, int]] = {}
    for entry in block.entries:
        providers = found.providers[entry] = {}
        found.users[entry] = {}
        for i, argument in enumerate(entry.arguments):
            source = latest.get(str(argument)) if _is_name(argument) else None
            if source is not None:
                providers[i] = source
                found.users[source[0]].setdefault(source[1], []).append((entry, i))
        latest.update({str(t): (entry, i) for i, t in enumerate(entry.targets)})
    return found


def _is_name(value: ScopedValue) -> bool:
    return value.type is ValueType.NamingValue
