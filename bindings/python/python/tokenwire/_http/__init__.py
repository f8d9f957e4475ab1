"""Adds token streams to clients of httpx and httpx2, on which the SDKs are built.

Imports run one way: ``media``, ``tokens`` -> ``offer`` -> ``response``, ``document``, ``body`` -> ``exchange`` ->
``transport`` -> ``client``. Only ``client`` refers to the SDKs. No module here imports httpx or httpx2; the client that
is passed in determines which of the two is used.
"""
