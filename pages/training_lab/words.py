"""The prose of lesson 9: the idea, the worked example, where it is met, and the fine print."""

from core.belief.penalty import size
from core.training.lab.run import Run
from pages._kit import course, prose
from pages.training_lab.example import script


def ideas() -> None:
    """The analogy and the insight."""
    prose.idea(
        "A sculptor and a purse. At each step the data ask for a change that makes the examples more probable, and the "
        "prior asks what the change costs: every penalized weight is paid for. The two pulls are the gradients of NLL "
        "and penalty. With SGD or Adam, training can only rest **where the two pulls cancel**: without a prior both "
        "are 0, with one they are equal in size and opposite in direction, 180° apart in the chart above. AdamW rests "
        "where its decay cancels its adaptive step.",
        "**Training with the weight decay of SGD or Adam is MAP estimation; with AdamW's it is not.** Cross-entropy is "
        "the negative log-likelihood, the penalty is the negative log-prior up to a constant, and their sum is the "
        "negative log-joint of data and weights, in nats per example. The orange area is what the data still say "
        "against the network; the blue one on top is what the prior says against its weights.",
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
                "SGD's step is −lr times the sum of the two gradients: one part for the data, one for the prior. Adam "
                "averages past gradients and divides by one root, of the average square of their *sum*: a change in "
                "one pull changes the other's share too, so only the sum is a step. AdamW's step is the sum of its "
                "adaptive step and its decay.",
            ),
            prose.Claim(
                "exact",
                "A Gaussian prior of width σ is weight_decay = 1 / (σ² N), with N the training part alone. With the "
                "Laplace prior, wd is the factor before Σ |w|: b = 1 / (wd N), and its standard deviation is √2 b.",
            ),
            prose.Claim(
                "approximate",
                "**AdamW is no MAP estimator.** It decays weights beside its adaptive step, so with a prior it does "
                "not minimize the objective drawn here. With the full batch, a Gaussian prior on all weights and "
                "biases, and ε = 0, it is proved that where AdamW converges, it ends on a KKT point of the NLL under "
                "max |w| ≤ 1/wd: no small change within this bound lowers the NLL to first order (Xie & Li 2024). For "
                "a convex loss, as without hidden layers, that is a minimum. That it ends between MLE and MAP with "
                "mini-batches is an observation, as in lesson "
                f"{course.lesson('map-estimation').number}.",
            ),
            prose.Claim(
                "approximate",
                "A network's objective has many minima: SGD and Adam approach one of them, a local MAP estimate, if "
                "the learning rate is small enough and the steps suffice. With a prior and without hidden layers, all "
                "minima are one *predictor*: add the same number to the free biases of all classes, and no probability "
                "changes.",
            ),
            prose.Claim(
                "approximate",
                "|w| has no slope at 0, and a gradient step cannot stay there: with the Laplace prior, weights tremble "
                "around 0. With full-batch SGD or AdamW they tremble by about lr × wd. Adam divides the pull by its "
                "own recent size, so they tremble by a fraction of lr, whatever wd is. Exact zeros need another "
                f"method, as in lesson {course.lesson('map-estimation').number}.",
            ),
            prose.Claim(
                "heuristic",
                "The two pulls say what each side asks for at this step. The weights are their start plus all steps "
                "since, so the pulls do not divide the finished network into data and prior.",
            ),
            prose.Claim(
                "exact",
                "With K classes the network has K outputs, also for two: a prior then acts on each row of weights, and "
                "the log-odds of two classes, whose weights are the difference of two rows, have one √2 times as wide.",
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
