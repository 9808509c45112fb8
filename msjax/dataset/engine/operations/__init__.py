"""The steps of pipelines that are no sources, a file per family."""
