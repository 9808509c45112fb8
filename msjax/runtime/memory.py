"""What a device's memory holds, as JAX's allocator counts it.

JAX counts on GPUs; on a CPU every figure is 0, as in MindSpore.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.runtime.html
"""

from __future__ import annotations

import gc

import jax


def _counted(name) -> int:
    return int((jax.local_devices()[0].memory_stats() or {}).get(name, 0))


def memory_allocated() -> int:
    """Return how many bytes arrays take now."""
    return _counted("bytes_in_use")


def max_memory_allocated() -> int:
    """Return how many bytes arrays took at most."""
    return _counted("peak_bytes_in_use")


def memory_reserved() -> int:
    """Return how many bytes the allocator holds."""
    return _counted("pool_bytes") or _counted("bytes_reserved")


def max_memory_reserved() -> int:
    """Return how many bytes the allocator held at most."""
    return _counted("peak_pool_bytes") or _counted("peak_bytes_reserved")


def memory_stats() -> dict:
    """Return the figures as a dict.

    Differs: JAX does not tell the blocks of its pools; those entries are empty.
    """
    reserved, allocated = memory_reserved(), memory_allocated()
    return {
        "total_reserved_memory": reserved,
        "total_allocated_memory": allocated,
        "total_idle_memory": max(reserved - allocated, 0),
        "total_eager_free_memory": 0,
        "max_reserved_memory": max_memory_reserved(),
        "max_allocated_memory": max_memory_allocated(),
        "common_mem_pool_stats": {"block_unit_size": 0, "block_counts": 0, "blocks_info": {}},
        "persistent_mem_pool_stats": {"block_counts": 0, "block_unit_size": 0, "blocks_info": {}},
    }


def memory_summary() -> str:
    """Return the figures as a table."""
    rows = [
        ("Reserved memory", memory_reserved()),
        ("Allocated memory", memory_allocated()),
        ("Max reserved memory", max_memory_reserved()),
        ("Max allocated memory", max_memory_allocated()),
    ]
    line = f"|{'=' * 45}|"
    lines = [line, f"|{'Memory summary':^45}|", line]
    return "\n".join(lines + [f"| {n:<20} | {_bytes(count):>20} |" for n, count in rows] + [line])


def _bytes(count) -> str:
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.1f} GB"


def empty_cache() -> None:
    """Let arrays go that nothing refers to any more.

    Differs: JAX keeps the memory of freed arrays for new ones.
    """
    gc.collect()


def ms_memory_recycle() -> None:
    """Let arrays go that nothing refers to any more; see `empty_cache`."""
    empty_cache()


def reset_peak_memory_stats() -> None:
    """Begin anew to look for the greatest figures, which only a CPU, without any, can do.

    Raises:
        NotImplementedError: the device counts its memory; JAX cannot reset its peaks.
    """
    if max_memory_allocated():
        raise NotImplementedError(
            "JAX counts the greatest use of memory since the start of the process and does not "
            "begin anew: leave reset_peak_memory_stats() out, or measure in a process of its own."
        )


def reset_max_memory_allocated() -> None:
    """Begin anew to look for the greatest figures; see `reset_peak_memory_stats`."""
    reset_peak_memory_stats()


def reset_max_memory_reserved() -> None:
    """Begin anew to look for the greatest figures; see `reset_peak_memory_stats`."""
    reset_peak_memory_stats()
