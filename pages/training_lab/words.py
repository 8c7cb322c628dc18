"""The prose of lesson 9: the idea, the question, the worked example, where it is met, and the fine print."""

from core.belief.penalty import prior_sd, size
from core.numbers import significant
from core.training.lab.run import Run
from pages._kit import course, prose
from pages.training_lab.example import script


def ideas() -> None:
    """The analogy and the insight."""
    prose.idea(
        "A sculptor and a purse. Each step the data ask for a change that makes the examples more probable, and the "
        "prior asks what the change costs: every weight is paid for. Early on the data's wish is large and the purse "
        "hardly matters. Later the wishes shrink, and training ends **where the two pulls cancel**: equal in size, "
        "opposite in direction, 180° apart in the chart above.",
        "**Training with weight decay is MAP estimation.** Cross-entropy is the negative log-likelihood, weight "
        "decay is the negative log-prior, and their sum is the negative log-joint of data and weights, in nats per "
        "example. The orange area is what the data still say against the network; the blue one on top is what the "
        "prior says against its weights.",
    )


def question() -> None:
    """How weight decay must change when the data double."""
    few, many, sigma = 500, 1000, 1.0
    wd_few, wd_many = 1 / (sigma**2 * few), 1 / (sigma**2 * many)
    prose.predict(
        f"You believe in weights of about σ = {sigma:g}, and with {few} training examples you use weight_decay = "
        f"{wd_few:g}. Now you have {many:,}. The same belief needs a weight_decay of",
        [f"{wd_few * 2:g}", f"{wd_few:g}", f"{wd_many:g}"],
        f"{wd_many:g}",
        f"PyTorch averages the loss over the examples, so the prior's share must be divided by N too: "
        f"wd = 1 / (σ² N). Left at {wd_few:g}, the prior would have grown stricter with the data, to "
        f"σ = {significant(prior_sd('gaussian', wd_few, many), 3)}.",
        key="predict_lab",
    )


def example(run: Run) -> str:
    """The objective of the run as it stands, as a script."""
    config, record = run.config, run.record
    return script(
        step=record.step, n=run.split.train.n, wd=record.wd, nll=record.nll, prior=config.prior,
        size=size(run.penalized(), config.prior),
        which="weights and biases" if config.penalize_biases else "weights, without the biases",
    )  # fmt: skip


def closing() -> None:
    """Where the idea is met, and the fine print."""
    prose.worlds(
        "A doctor who sees one odd reading keeps the usual diagnosis; after the tenth she changes it. Each reading "
        "adds nats against the old belief, and the belief yields when they outweigh its own.",
        "The loss curve of a language model is the orange area. Its weight_decay, often 0.1 with AdamW, is a "
        "cousin of the blue one, not the same: AdamW takes the decay out of the objective.",
    )
    prose.fine_print(
        [
            prose.Claim(
                "exact",
                "NLL + penalty = objective, at every step. The objective is computed on its own, as one sum over "
                "examples and weights; “Ledger residual” is the largest relative gap left, which is rounding.",
            ),
            prose.Claim(
                "exact",
                "For SGD and for Adam + L2 the step splits into a part from the NLL and a part from the prior. Adam's "
                "average of past gradients is a sum of two averages, one of each, over one common denominator.",
            ),
            prose.Claim(
                "exact",
                "A Gaussian prior of width σ is weight_decay = 1 / (σ² N), with N the training part alone. With the "
                "Laplace prior, wd is the factor before Σ |w|: b = 1 / (wd N), and its standard deviation is √2 b.",
            ),
            prose.Claim(
                "exact",
                "**AdamW is no MAP estimator.** It decays weights beside its adaptive step, so what it minimizes is "
                "not the objective drawn here. Full-batch AdamW seeks the smallest NLL among weights of at most "
                "1 / wd each (Xie & Li 2024); with mini-batches it ends in between.",
            ),
            prose.Claim(
                "approximate",
                "A network's objective has many minima: training ends near one of them, a local MAP estimate. Without "
                "hidden layers there is one, and SGD with weight decay ends on it.",
            ),
            prose.Claim(
                "approximate",
                "|w| has no slope at 0, and a gradient step cannot land there: with the Laplace prior weights tremble "
                "around 0 by about lr × wd. Exact zeros need another method, as in "
                f"lesson {course.lesson('map-estimation').number}.",
            ),
            prose.Claim(
                "heuristic",
                "The split of a step says what each side asked for in this step. The weights' past steps were moved "
                "by both, so it does not divide the finished network into data and prior.",
            ),
            prose.Claim(
                "exact",
                "With K classes the network has K outputs, also for two: the prior then acts on both rows of weights, "
                "and the log-odds, their difference, has a prior √2 times as wide.",
            ),
        ],
        [
            "Bishop 2006, *Pattern Recognition and Machine Learning*, sections 1.2.5, 3.1.4 and 5.5",
            "MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 39 to 41",
            "Kingma & Ba 2015, Adam: a method for stochastic optimization",
            "Loshchilov & Hutter 2019, Decoupled weight decay regularization (AdamW)",
            "Xie & Li 2024, Implicit bias of AdamW: ℓ∞ norm constrained optimization",
            "Horst, Hill & Gorman 2020, palmerpenguins",
        ],
    )
