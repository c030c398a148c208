"""Autoencoders, each a small step beyond the last: plain, variational, semi-supervised, debiasing.

Each is an encoder, a decoder and a loss; the loss reads as its formula. Networks come from `lib.models.coders`.
`compile` takes the optimiser alone, and `fit` runs compiled.
"""

from lib.models.autoencoders.semisupervised import DebiasingVAE, JudgedPass, SemiSupervisedVAE
from lib.models.autoencoders.variational import VAE, Autoencoder, Pass

__all__ = ["VAE", "Autoencoder", "DebiasingVAE", "JudgedPass", "Pass", "SemiSupervisedVAE"]
