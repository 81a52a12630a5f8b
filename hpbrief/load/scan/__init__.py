"""Scans and photos of pages (extra ``ocr``).

In: the picture of a page. Out: lines and grids with their places, as of a page of a PDF, and what is in doubt.

``vie.traineddata`` is the integer model of tessdata_best for Vietnamese (Google, Apache-2.0).
"""
