"""One short simulation for each way in which human bias gets into machines.

Each module has one function `simulate`, whose first argument is the cause: at 0 the effect is absent. All of it is
synthetic, and each result has a `gap`, the effect as one number.
"""
