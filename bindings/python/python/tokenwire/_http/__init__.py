"""Token streams for clients of httpx and httpx2, which the SDKs are made of.

Imports run one way: ``media``, ``tokens`` -> ``offer`` -> ``response``, ``document``, ``body`` -> ``exchange`` ->
``transport`` -> ``client``. Only ``client`` knows that there are SDKs, and nothing here imports httpx: which of the two
it is comes with the client.
"""
