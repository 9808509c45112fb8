"""What docstrings say about differences from MindSpore is found."""

from msjax.cli.differences import difference, is_refused, refusals


def documented(flag=False):
    """Do something.

    Differs: it is
        slower. MindSpore is not.

    Raises:
        ValueError: never.
        NotImplementedError: `flag` is
            True.
        TypeError: never.
    """


def refused():
    """Refuse.

    Raises:
        NotImplementedError: always.
    """


def test_sections_are_read_to_their_ends():
    assert difference(documented) == "it is slower. MindSpore is not."
    assert refusals(documented) == ["`flag` is True."]
    assert not is_refused(documented)
    assert is_refused(refused)
    assert difference(refused) == ""


def test_classes_do_not_inherit_a_difference():
    class Base:
        """Base. Differs: a lot."""

    class Derived(Base):
        pass

    assert difference(Base) == "a lot."
    assert difference(Derived) == ""
    assert difference(Base()) == ""
