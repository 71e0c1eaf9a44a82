# ---
# reviewed: {es: "6870be700451", en: "73f273cc4a15"}
# ---
# %% [markdown]
# # Laboratory: kernels by hand and kernels learnt {#sec-4-5}
#
# ::: lead
# An experiment in three acts: predict what a kernel does, recover a hidden one by gradient descent, and measure what pooling keeps when the image moves.
# :::
#
# A laboratory is meant to be run, not read. NumPy, Matplotlib and Jupyter are enough to open the notebook and run its cells from top to bottom. Before you see the results, you are asked for a prediction; writing it down takes a minute and is half the experiment. At the end of each act there are things to try, by changing a cell or in a new one; the [answers](#answers) come last.
#
# The first cell only sets the look of the pictures. The second defines `takes`, which, written above a function, declares what it accepts: `x="... h w"` is one image or several, and each letter is a size. If something you change does not fit, the error will say what shape it has and what is accepted.

# %%
from collections.abc import Callable
from functools import wraps
from inspect import signature

import matplotlib.pyplot as plt
import numpy as np
from matplotlib_inline.backend_inline import set_matplotlib_formats

# include: drawing.palette.INK
# include: drawing.palette.FAINT
# include: drawing.palette.PAPER
# include: drawing.palette.BLUE
# include: drawing.palette.ORANGE
# include: drawing.palette.GREEN
# include: drawing.palette.PURPLE
# include: .pictures.LOOK

plt.rcParams.update(LOOK)
set_matplotlib_formats("svg", "retina", metadata={"Date": None})

# %%
# include: .declarations.takes


# include: .declarations.fitted


# include: .declarations.check_integer


# include: .pictures.drawable

# %% [markdown]
# ## First act: kernels by hand {#by-hand}
#
# The function `show` draws matrices as grids: the larger the value, the more ink; negative values are orange and carry a dash. Every matrix has a scale of its own, so compare shapes and signs, not values from one matrix to the next.

# %%
# include: .pictures.show

# %% [markdown]
# The first images are a square and a diagonal.
#
# ::: alt
# Two images of ten by ten pixels: a filled square of four by four in the middle, and a diagonal one pixel wide from the top left to the bottom right.
# :::

# %%
square = np.zeros((10, 10))
square[3:7, 3:7] = 1
diagonal = np.eye(10)
show({"$x_1$": square, "$x_2$": diagonal})

# %% [markdown]
# A kernel is applied by cross-correlation [](#eq-cross-correlation), without turning it. The code says what the formula says: collect the patches of the image, multiply each by the kernel, and add up.
#
# **Predict.** Which four numbers does the kernel $(-1\;\;1)$ make of the row $(0, 0, 3, 3, 0)$? Why four?

# %%
# include: .patches


# include: .correlate


print(correlate(np.array([[0, 0, 3, 3, 0]]), np.array([[-1, 1]])))

# %% [markdown]
# Each number is a value minus the one before: up 3 where the stroke begins, down 3 where it ends. In a row of five, a kernel of two fits in four places.
#
# Now for three $3\times3$ kernels. The first, Sobel's, compares right with left. The second compares a row with those above and below. The third averages nine pixels.
#
# **Predict.** Sketch what each makes of the square. Where will the result be positive, negative or zero? What will its value be inside the square in each case?
#
# ::: alt
# Above, three kernels. Below, what each makes of the square: the first marks the left side positive and the right side negative; the second marks the upper and lower sides, positive inside and negative outside; the third gives a blob that is darkest in the middle.
# :::

# %%
# include: chapter4.convolution.lesson.RIGHT
LINE = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])
BLUR = np.ones((3, 3)) / 9
kernels = {"K_1": RIGHT, "K_2": LINE, "K_3": BLUR}
drawn = {f"${name}$": K for name, K in kernels.items()}
for name, K in kernels.items():
    drawn[rf"$x_1 \star {name}$"] = correlate(square, K)
show(drawn, columns=3)

# %% [markdown]
# The weights of the first two kernels add up to 0: where the image is uniform, inside the square as well as outside, they do not respond. The first sees the vertical sides, and the sign of its response tells the left one from the right; the horizontal sides mean nothing to it, because there a pixel has the same on its right as on its left. The weights of the third add up to 1: it keeps the value where the image is uniform and makes the edges gradual.
#
# A handwritten digit of $8\times8$ pixels fits on a line of text, with one character per pixel, from 0 to g, which is 16. These five come from the data set of [Alpaydin and Kaynak](https://doi.org/10.24432/C50P49) ([CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)).
#
# **Predict.** In a handwritten two, which strokes will $K_1$ mark, and which will $K_2$?
#
# ::: alt
# A handwritten two and three maps of six by six. The first marks where ink begins or ends, going right, on the steep strokes; the second mainly the arch above and the base; the third is a blurred two.
# :::

# %%
# include: .DIGITS


# include: .image_of


digits = np.array([image_of(row) for row in DIGITS.split()])
drawn = {"$x$": digits[2]}
for name, K in kernels.items():
    drawn[rf"$x \star {name}$"] = correlate(digits[2], K)
show(drawn)

# %% [markdown]
# $K_1$ marks the sides of the steep strokes: the left one, where ink begins, as positive, and the right one as negative. $K_2$ marks the level strokes, which are the base and the top of the arch. $K_3$ blurs everything.
#
# **Try.**
#
# 1. Write a kernel that responds more to `diagonal` than to its mirror image, `diagonal[:, ::-1]`.
# 2. Add 1 to all the weights of $K_1$. What do you see inside the square now, and why?
# 3. Blurring twice is the same as applying a single $5\times5$ kernel. What are its weights? They appear when an image with a single 1 is blurred twice.
#
# ## Second act: a kernel learnt {#learnt}
#
# Somebody has filtered some images with a kernel $K$ that we are not shown. We have the inputs $x_n$ and the outputs $y_n = x_n \star K$. Can $K$ be found? We choose the $\hat K$ with the smallest mean squared error, where $N$ is the total number of values in the outputs:
#
# $$
# \begin{aligned}
# L &= \frac{1}{N} \sum_{n,i,j} e_{n,i,j}^2 \\
# e_{n,i,j} &= \sum_{a,b} x_{n,\,i+a,\,j+b}\, \hat K_{a,b} - y_{n,i,j}
# \end{aligned}
# $$ {#eq-kernel-loss}
#
# The derivative of $L$ with respect to each output is $2\,e_{n,i,j}/N$. That of a weight adds these up, each times the pixel that lay under the weight, as in [](#eq-convolution-gradient):
#
# $$
# \frac{\partial L}{\partial \hat K_{a,b}} = \frac{2}{N} \sum_{n,i,j} e_{n,i,j}\; x_{n,\,i+a,\,j+b}
# $$ {#eq-kernel-gradient}
#
# This is a cross-correlation again: of each image with its map of errors.

# %%
# include: .error_map


# include: .loss


# include: .gradient

# %% [markdown]
# A derivative written by hand is checked before it is used. The hidden kernel is Sobel's; the images are noise.
#
# **Predict.** The next cell moves a single weight, $\hat K_{0,2}$, a little to either side and divides the change in $L$ by the distance moved. What should the result agree with? What sign will it have, if the weight starts at 0 and the hidden one is 1?

# %%
rng = np.random.default_rng(0)
x = rng.normal(size=(20, 8, 8))
y = correlate(x, RIGHT)

K, h = np.zeros((3, 3)), np.zeros((3, 3))
h[0, 2] = 1e-5
slope = (loss(x, y, K + h) - loss(x, y, K - h)) / 2e-5
print(f"{slope:.6f}  {gradient(x, y, K)[0, 2]:.6f}")

# %% [markdown]
# They agree, and the slope is negative: as the weight grows, the error falls. Gradient descent starts from $\hat K = 0$ and repeats
#
# $$
# \hat K \leftarrow \hat K - \alpha\, \frac{\partial L}{\partial \hat K}
# $$ {#eq-kernel-descent}

# %%
# include: .learn

# %% [markdown]
# **Predict.** The vertical axis of the plot will be logarithmic. What shape will the curve have: straight, bent, with a floor?
#
# ::: alt
# The loss against the number of steps, with a logarithmic vertical axis: an almost straight line that falls from 10 to 10 to the power of minus 30, where it levels out.
# :::

# %%
K, losses = learn(x, y)
plt.semilogy(losses)
plt.gca().set(xlabel="$t$", ylabel="$L$");

# %% [markdown]
# Almost a straight line: each step leaves about the same fraction of the loss. The floor at the end is only rounding error, because a kernel exists that makes no error at all.
#
# ::: alt
# Two equal kernels of three by three: left column negative, middle column empty, right column positive.
# :::

# %%
print(np.allclose(K, RIGHT))
show({"$K$": RIGHT, r"$\hat{K}$": K})

# %% [markdown]
# Nobody told the program what an edge is. Pairs of inputs and outputs were enough.
#
# ### Too few data {#too-few}
#
# **Predict.** With a single $4\times4$ image, will $L$ reach 0? Will $\hat K = K$? It helps to count equations and unknowns.
#
# ::: alt
# An image of four by four, the hidden kernel and the learnt one, which has other weights and does not resemble it.
# :::

# %%
small = rng.normal(size=(1, 4, 4))
K, losses = learn(small, correlate(small, RIGHT), steps=1000)
print(losses[-1] < 1e-12, np.allclose(K, RIGHT))
show({"$x$": small[0], "$K$": RIGHT, r"$\hat{K}$": K})

# %% [markdown]
# The loss reaches 0, but the kernel is a different one. Each number of the output is an equation; there are four equations and nine weights, and many kernels satisfy them. Descent from 0 reaches the one of smallest norm. A loss of zero on the data is no proof that the rule that produced them has been found.
#
# ### Noise {#noise}
#
# Let us add normal noise $\varepsilon_{n,i,j}$ of standard deviation $\sigma = 1$ to each output $y_{n,i,j}$. At the minimum, [](#eq-kernel-gradient) is 0. If the inputs are noise too, of variance 1, and there are many of them, different pixels are hardly correlated, and what remains is
#
# $$
# \hat K_{a,b} - K_{a,b} \approx \frac{1}{N} \sum_{n,i,j} \varepsilon_{n,i,j}\; x_{n,\,i+a,\,j+b}
# $$
#
# This is the mean of $N$ terms of variance $\sigma^2$, so its variance is $\sigma^2/N$. There are nine weights; hence
#
# $$
# \lVert \hat K - K \rVert \approx \frac{3\,\sigma}{\sqrt N}
# $$ {#eq-kernel-error}
#
# **Predict.** To halve the error of the kernel, by how much must the number of images be multiplied?
#
# ::: alt
# The error of the kernel against the number of outputs, on logarithmic axes: eight points that fall close to a dashed straight line.
# :::

# %%
def error(n):
    images = rng.normal(size=(n, 8, 8))
    noise = rng.normal(size=(n, 6, 6))
    K, _ = learn(images, correlate(images, RIGHT) + noise, steps=100)
    return np.linalg.norm(K - RIGHT)


numbers = 2 ** np.arange(8)
errors = [np.mean([error(n) for _ in range(10)]) for n in numbers]
plt.loglog(36 * numbers, errors, "o")
plt.loglog(36 * numbers, 3 / np.sqrt(36 * numbers), "--")
ticks = [0.05, 0.1, 0.2, 0.4]
plt.yticks(ticks, ticks)
plt.minorticks_off()
plt.gca().set(xlabel="$N$", ylabel=r"$\|\hat{K} - K\|$");

# %% [markdown]
# By four. The line is the formula; each point is the mean of ten experiments.
#
# ### Turned or unturned? {#turned}
#
# The hidden kernel now holds the numbers from 1 to 9. The first outputs are made by cross-correlation; the second by mathematical convolution, which rotates the kernel by half a turn ([](#sec-4-1)). The learner uses cross-correlation both times, as libraries do.
#
# **Predict.** Which kernel will come out in each case?

# %%
hidden = np.arange(1, 10).reshape(3, 3)
turned = hidden[::-1, ::-1]
print(learn(x, correlate(x, hidden))[0].round(2))
print(learn(x, correlate(x, turned))[0].round(2))

# %% [markdown]
# What is learnt is the kernel that is needed, in the order in which it is used. This is why libraries can call cross-correlation a convolution: what they learn comes out unturned, ready to be used in the same way.
#
# **Try.**
#
# 1. Change the learning rate: `learn(x, y, alpha=0.5)`, then `alpha=1`. What does the loss do?
# 2. Learn from the digits: `learn(digits, correlate(digits, RIGHT), steps=500)`. How many steps does it take now? In a digit, neighbouring pixels are alike.
# 3. In [Too few data](#too-few), add $4\times4$ images one by one. How many does it take to recover the kernel? More steps may be needed.
#
# ## Third act: what pooling keeps {#what-pooling-keeps}
#
# The handwritten two moves $d$ pixels to the right on a wide canvas. In each position it goes through the block of [](#sec-4-3): $K_1$, ReLU and max pooling.

# %%
# include: .shift


# include: .responses


# include: .max_pool

# %% [markdown]
# **Predict.** The maps $m_0$, $m_1$ and $m_2$ are from before pooling, with $d = 0, 1, 2$; the maps $p_0$, $p_1$ and $p_2$ are from after it, with $2\times2$ windows. Which of the last three will be a shifted copy of another?
#
# ::: alt
# Above, three maps with the same drawing, each one pixel further to the right. Below, the pooled maps: the third is the first moved by one place; the second differs from both.
# :::

# %%
maps = np.maximum(0, responses(digits[2], RIGHT))
pooled = max_pool(maps, 2)
drawn = {f"$m_{d}$": maps[d] for d in range(3)}
show(drawn | {f"$p_{d}$": pooled[d] for d in range(3)}, columns=3)

# %% [markdown]
# The third is a copy of the first; the second is a copy of neither. The next cell checks this. For each $d$: is $m_d$ equal to $m_0$ moved $d$ places? Is $p_d$ equal to $p_0$ moved $d/2$ places, rounded down? Then it prints the maximum of each map.
#
# **Predict.** Which lines will contain a `False`?

# %%
for d in (1, 2, 3, 4):
    print(d, np.array_equal(maps[d], shift(maps[0], d)), end=" ")
    print(np.array_equal(pooled[d], shift(pooled[0], d // 2)))
print([float(m.max()) for m in maps])

# %% [markdown]
# Convolution is equivariant [](#eq-invariance-equivariance) under any shift by whole pixels, as long as there is room; pooling, only under multiples of its stride, which move its output one place per stride. The maximum of the whole map does not change: it says whether there is an edge, and no longer where.
#
# It remains to measure how much the output changes, $\delta=\|p_d-p_0\|/\|p_0\|$, with windows of side $k$. The value $k = 1$ means no pooling.
#
# **Predict.** Which window best withstands a shift of one pixel? And one of six?
#
# ::: alt
# Four curves of the change against the shift, from zero to six pixels. Without pooling it soon rises above 1; with windows of two and four it rises more slowly; with windows of eight it is zero up to three pixels and then rises as well.
# :::

# %%
# include: .change


# include: .curve


for k in (1, 2, 4, 8):
    changes = curve(max_pool(maps, k))
    [line] = plt.plot(changes, "o-")
    label = {"color": line.get_color(), "va": "top", "size": 11}
    plt.text(2.15, changes[2] - 0.05, f"${k}$", **label)
plt.gca().set(ylim=(-0.25, 1.55), xlabel="$d$", ylabel=r"$\delta$");

# %% [markdown]
# The window of 8, both times: one pixel changes nothing, and six change less than they do with the others. As long as the edges do not cross into another window, the output changes little or not at all, and a large window takes longer to let them out. The curves for 1 and 2 end at $\sqrt2$, the difference between two outputs that do not overlap at all. What survives is that there is an edge and, roughly, where; what is lost is the exact pixel.
#
# **Try.**
#
# 1. Change `max` to `mean` in `max_pool`. Which curves rise, and which fall?
# 2. Use `digits[1]`. For a shift of one pixel, does pooling in twos help?
# 3. Leave out the ReLU. Does $p_0$ change, given that the maximum prefers what is positive anyway?
#
# ## Going further {#further}
#
# The kernel of the second act was hidden behind nothing but a linear operation. Let us hide it better: let the outputs be $y_n = \max(0,\, x_n \star K)$. Derive the gradient, which is [](#eq-kernel-gradient) with one more factor, and write another `learn`. Why can it not start from $\hat K = 0$? From a random start, is the kernel always recovered? And with pooling on top? Once you have answered this, you will have trained, with gradients of your own, a whole block of a convolutional network.
#
# ## Answers {#answers}
#
# After the answers to each act, a cell checks them in the same order.
#
# ### First act {#answers-1}
#
# 1. For example, 2 on the diagonal and $-1$ for the other weights. The largest response to `diagonal` is then three times that to its mirror image.
# 2. A 9: the weights now add up to 9, and where the image is uniform the response is no longer 0.
# 3. Those that the cell prints, divided by 81: the multiplication table of $(1, 2, 3, 2, 1)$ with itself.

# %%
slant = 3 * np.eye(3) - 1
for image in (diagonal, diagonal[:, ::-1]):
    print(correlate(image, slant).max())
print(correlate(square, RIGHT + 1)[3:5, 3:5])
point = np.pad([[1]], 4)
twice = correlate(correlate(point, BLUR), BLUR)
print((81 * twice).round().astype(int))

# %% [markdown]
# ### Second act {#answers-2}
#
# 1. With 0.5 the loss falls much faster; with 1 it grows (the cell prints it at the start and after five steps). The cause lies in the curvatures $\lambda_k$ of [](#eq-descent-factors), which are the eigenvalues of the matrix of second derivatives of $L$. Here all of them are close to 2, so with 0.5 the factors $1 - \alpha\lambda_k$ are nearly 0. The last number on their line is the limit of [](#eq-learning-rate-limit).
# 2. About 2000, for no weight to be off by more than $10^{-5}$. If neighbouring pixels are alike, adding to one weight what is taken from the next hardly changes the output: some curvatures are very small.
# 3. Three, which give twelve equations for nine weights; two give eight. It can take thousands of steps.

# %%
# include: .curvatures


for alpha in (0.1, 0.5, 1):
    _, losses = learn(x, y, alpha)
    print(alpha, f"{losses[0]:.1e}  {losses[5]:.1e}")
print(curvatures(x).round(1), (2 / curvatures(x).max()).round(2))
print(curvatures(digits).round(2))
for steps in (200, 500, 1000, 2000):
    K, _ = learn(digits, correlate(digits, RIGHT), steps=steps)
    print(steps, f"{abs(K - RIGHT).max():.0e}")
images = rng.normal(size=(4, 4, 4))
for n in (1, 2, 3, 4):
    K, _ = learn(images[:n], correlate(images[:n], RIGHT), steps=5000)
    print(n, 4 * n, np.allclose(K, RIGHT))

# %% [markdown]
# ### Third act {#answers-3}
#
# 1. The cell prints how much each curve rises, from $d = 0$ to $6$. Those for 2 and 4 rise up to $d = 4$, because the mean notices every pixel that crosses into another window and the maximum only the largest. That for 8 falls at $d = 4$ and $5$: the first pixel to enter an empty window is its maximum at once; in the mean it is one among 64.
# 2. No: the change is even a little larger. The strongest responses to the handwritten one fill two columns, which share a window at first and then lie in different ones.
# 3. Yes: two numbers change. In their windows everything is negative; without ReLU, so is the maximum.

# %%
# include: .mean_pool


for k in (2, 4, 8):
    more = np.subtract(curve(mean_pool(maps, k)), curve(max_pool(maps, k)))
    print(k, more.round(2))
one = np.maximum(0, responses(digits[1], RIGHT))
print([round(curve(max_pool(one, k))[1], 2) for k in (1, 2)])
raw = responses(digits[2], RIGHT)
p = max_pool(raw[0], 2)
print(p[p != pooled[0]].round(2))

# %% [markdown]
# ### Going further {#answers-further}
#
# The factor is the derivative of ReLU: 1 where $x_n \star \hat K > 0$ and 0 elsewhere. With $\hat K = 0$ it is 0 everywhere, and the kernel does not move: the `False` on each line. With pooling, only the winner of each window counts, as in [](#eq-max-pooling-gradient). The cell tries it without pooling and with $2\times2$ windows: from ten random starts, the kernel is found all ten times. This is an experiment, not a proof.

# %%
# include: .block_gradient


for k in (1, 2):
    y_k = max_pool(np.maximum(0, correlate(x, RIGHT)), k)
    found = 0
    for _ in range(10):
        K = rng.normal(size=(3, 3))
        for _ in range(300):
            K = K - 0.1 * block_gradient(x, y_k, K, k)
        found += np.allclose(K, RIGHT)
    print(k, found, block_gradient(x, y_k, np.zeros((3, 3)), k).any())
