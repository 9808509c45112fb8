"""The files of MindRecord: header, pages, index."""
