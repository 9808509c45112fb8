"""Cases: ordinary MindSpore code, one module per area, run under MindSpore and under msjax."""
