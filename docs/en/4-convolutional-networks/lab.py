# ---
# reviewed: {es: 56f5f5ca79b0, en: 108f685b404c}
# ---
# %% [markdown]
# # Laboratory: kernels by hand and kernels learnt {#sec-4-5}
#
# ::: lead
# An experiment in three acts: foresee what a kernel does, recover a hidden one by gradient descent, and measure what pooling keeps when the image moves.
# :::
#
# A laboratory is not for reading but for running. NumPy, Matplotlib and Jupyter are enough to open the notebook and run its cells from top to bottom. Each picture comes after a **prediction**; to write yours down takes a minute and is half of the experiment. At the end of each act there are things to **try**: change the code and run the cell again.
#
# The first cell only sets the look of the pictures.

# %%
import matplotlib.pyplot as plt
import numpy as np
from matplotlib_inline.backend_inline import set_matplotlib_formats

# include: figures.palette.INK
# include: figures.palette.FAINT
# include: figures.palette.BLUE
# include: figures.palette.ORANGE
# include: figures.palette.GREEN
# include: figures.palette.PURPLE
# include: lessons.lab.LOOK

plt.rcParams.update(LOOK)
set_matplotlib_formats("svg", metadata={"Date": None})

# %% [markdown]
# ## First act: kernels by hand {#by-hand}
#
# The function `show` draws matrices as grids: the larger the value, the more ink; negative values are orange and have a dash. Every matrix has a scale of its own, so compare shapes and signs, not the values of one with those of another.

# %%
# include: lessons.lab.show

# %% [markdown]
# The first images are a square and a diagonal.
#
# ::: alt
# Two images of ten by ten pixels: a filled square of four by four in the middle, and a diagonal one pixel wide from the upper left to the lower right.
# :::

# %%
square = np.zeros((10, 10))
square[3:7, 3:7] = 1
diagonal = np.eye(10)
show({"$x_1$": square, "$x_2$": diagonal})

# %% [markdown]
# A kernel is applied by cross-correlation [](#eq-4-4), without turning it. The code says what the formula says: collect the patches of the image, multiply each by the kernel, add up.
#
# **Predict.** Which four numbers does the kernel $(-1\;\;1)$ make of the row $(0, 0, 3, 3, 0)$? And why four?

# %%
# include: lessons.lab.patches


# include: lessons.lab.correlate


print(correlate(np.array([[0, 0, 3, 3, 0]]), np.array([[-1, 1]])))

# %% [markdown]
# Each number is a value minus the one before: up 3 where the stroke begins, down 3 where it ends. In a row of five, a kernel of two fits in four places.
#
# Now three kernels of $3\times3$. The first, Sobel's, compares right with left. The second compares a row with those above and below. The third averages nine pixels.
#
# **Predict.** Sketch what each makes of the square. Where will it be positive, negative, zero? What is the value of the inside in each case?
#
# ::: alt
# Above, three kernels. Below, what each makes of the square: the first marks the left side positive and the right side negative; the second marks the upper and lower sides, positive inside and negative outside; the third gives a blot that is strongest in the middle.
# :::

# %%
# include: lessons.convolution.RIGHT
LINE = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])
BLUR = np.ones((3, 3)) / 9
kernels = {"K_1": RIGHT, "K_2": LINE, "K_3": BLUR}
drawn = {f"${name}$": K for name, K in kernels.items()}
for name, K in kernels.items():
    drawn[rf"$x_1 \star {name}$"] = correlate(square, K)
show(drawn, columns=3)

# %% [markdown]
# The first two kernels add up to 0: where the image is uniform they stay silent, outside the square and inside. The first sees the vertical sides, and its sign tells the left from the right; the horizontal sides mean nothing to it, because right and left of a pixel there is the same. The third adds up to 1: it keeps the value where the image is uniform and makes the edge gradual.
#
# A handwritten digit of $8\times8$ pixels fits in a line of text, with one sign per pixel, from 0 to g, which is 16. These five come from the set of [Alpaydin and Kaynak](https://doi.org/10.24432/C50P49) (CC BY 4.0).
#
# **Predict.** In a two, which strokes will $K_1$ mark, and which will $K_2$?
#
# ::: alt
# A handwritten two and three maps of six by six. The first marks where ink begins or ends, going right, on the steep strokes; the second mainly the arch above and the base; the third is a blurred two.
# :::

# %%
# include: lessons.lab.DIGITS


# include: lessons.lab.image_of


digits = np.array([image_of(row) for row in DIGITS.split()])
drawn = {"$x$": digits[2]}
for name, K in kernels.items():
    drawn[rf"$x \star {name}$"] = correlate(digits[2], K)
show(drawn)

# %% [markdown]
# **Try.**
#
# 1. Write a kernel that answers more to `diagonal` than to its mirror image, `diagonal[:, ::-1]`.
# 2. Add 1 to all the weights of $K_1$. What shows inside the square now, and why?
# 3. To blur twice is to apply a single kernel of $5\times5$. What are its weights? They show when an image with a single 1 is blurred twice.
#
# ## Second act: a kernel learnt {#learnt}
#
# Somebody has filtered some images with a kernel $K$ and will not show it. We have the inputs $x_n$ and the outputs $y_n = x_n \star K$. Can $K$ be found? We choose the $\hat K$ with the smallest mean squared error, where $N$ counts the numbers in all the outputs:
#
# $$
# \begin{aligned}
# L &= \frac{1}{N} \sum_{n,i,j} e_{n,i,j}^2 \\
# e_{n,i,j} &= \sum_{a,b} x_{n,\,i+a,\,j+b}\, \hat K_{a,b} - y_{n,i,j}
# \end{aligned}
# $$ {#eq-4-23}
#
# A weight takes part in every output, each time multiplied by the pixel under it. The derivative of $e_{n,i,j}$ with respect to $\hat K_{a,b}$ is therefore $x_{n,i+a,j+b}$ and, by the chain rule,
#
# $$
# \frac{\partial L}{\partial \hat K_{a,b}} = \frac{2}{N} \sum_{n,i,j} e_{n,i,j}\; x_{n,\,i+a,\,j+b}
# $$ {#eq-4-24}
#
# This is a cross-correlation again: of each image with its map of errors.

# %%
# include: lessons.lab.loss


# include: lessons.lab.gradient

# %% [markdown]
# A derivative written by hand is checked before it is used. The hidden kernel is Sobel's; the images are noise.
#
# **Predict.** The cell moves a single weight, $\hat K_{0,2}$, a little to either side and divides the change of $L$ by the way gone. What should that agree with? What sign will it have, if the weight starts at 0 and the hidden one is 1?

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
# \hat K \leftarrow \hat K - \eta\, \frac{\partial L}{\partial \hat K}
# $$ {#eq-4-25}

# %%
# include: lessons.lab.learn

# %% [markdown]
# **Predict.** The vertical axis of the curve will be logarithmic. What shape will it have: straight, bent, with a floor?
#
# ::: alt
# The loss against the number of steps, with a logarithmic vertical axis: an almost straight line that falls from 10 to 10 to the power of minus 30, where it levels out.
# :::

# %%
K, losses = learn(x, y)
plt.semilogy(losses)
plt.gca().set(xlabel="$t$", ylabel="$L$");

# %% [markdown]
# Almost a straight line: each step leaves about the same fraction of the loss. The floor at the end is only the computer's rounding, because a kernel exists that makes no error at all.
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
# **Predict.** With a single image of $4\times4$, will $L$ reach 0? Will $\hat K = K$? It helps to count equations and unknowns.
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
# The loss reaches 0, and the kernel is another. Each number of the output is an equation; there are four equations and nine weights, and many kernels satisfy them. A loss of zero on the data is no proof that the rule which made them has been found.
#
# ### Noise {#noise}
#
# Let us add to each output normal noise of standard deviation $\sigma = 1$. If the inputs are many and noise of variance 1, each weight is estimated with a variance near $\sigma^2/N$. There are nine of them, so
#
# $$
# \lVert \hat K - K \rVert \approx \frac{3\,\sigma}{\sqrt N}
# $$ {#eq-4-26}
#
# **Predict.** To halve the error of the kernel, by how much must the number of images be multiplied?
#
# ::: alt
# Eight points on logarithmic axes, the error of the kernel against the number of outputs, which fall close to a dashed straight line.
# :::

# %%
numbers = 2 ** np.arange(8)
errors = []
for n in numbers:
    images = rng.normal(size=(n, 8, 8))
    noise = rng.normal(size=(n, 6, 6))
    K, _ = learn(images, correlate(images, RIGHT) + noise)
    errors.append(np.linalg.norm(K - RIGHT))
plt.loglog(36 * numbers, errors, "o")
plt.loglog(36 * numbers, 3 / np.sqrt(36 * numbers), "--")
ticks = [0.05, 0.1, 0.2, 0.4]
plt.yticks(ticks, ticks)
plt.minorticks_off()
plt.gca().set(xlabel="$N$", ylabel=r"$\|\hat{K} - K\|$");

# %% [markdown]
# By four. The line is the formula; the points are experiments, each with its own luck in the noise.
#
# ### Turned or unturned? {#turned}
#
# The hidden kernel now holds the numbers from 1 to 9. The first outputs are made by cross-correlation; the second by the convolution of mathematics, which turns the kernel by half a turn ([](#sec-4-1)). The learner uses cross-correlation both times, as the libraries do.
#
# **Predict.** Which kernel will come out in each case?

# %%
hidden = np.arange(1, 10).reshape(3, 3)
turned = hidden[::-1, ::-1]
print(learn(x, correlate(x, hidden))[0].round(2))
print(learn(x, correlate(x, turned))[0].round(2))

# %% [markdown]
# What is learnt is the kernel that is needed, in the order in which it is used. This is why the libraries can call cross-correlation a convolution: what they learn comes out unturned, ready to be used in the same way.
#
# **Try.**
#
# 1. Change the learning rate: `eta=0.5`, then `eta=1`. What does the loss do?
# 2. Learn from the digits, with `x = digits`. How many steps does it take now? In a digit, neighbouring pixels are alike.
# 3. In [Too few data](#too-few), add images of $4\times4$ one by one. How many does it take to recover the kernel? It may need more steps.
#
# ## Third act: what pooling keeps {#what-pooling-keeps}
#
# A two moves $d$ pixels to the right on a wide canvas. In each position it goes through the block of [](#sec-4-3): $K_1$, ReLU and max pooling.

# %%
# include: lessons.lab.shift


# include: lessons.lab.max_pool

# %% [markdown]
# **Predict.** The maps $m_0$, $m_1$ and $m_2$ are from before pooling, with $d = 0, 1, 2$; $p_0$, $p_1$ and $p_2$ from after it, with windows of $2\times2$. Which of the last three will be a shifted copy of another?
#
# ::: alt
# Above, three maps with the same drawing, each one pixel further to the right. Below, the pooled maps: the third is the first moved by one place; the second differs from both.
# :::

# %%
wide = np.pad(digits[2], ((1, 1), (1, 9)))
maps = [np.maximum(0, correlate(shift(wide, d), RIGHT)) for d in range(7)]
pooled = [max_pool(m, 2) for m in maps]
drawn = {f"$m_{d}$": maps[d] for d in range(3)}
show(drawn | {f"$p_{d}$": pooled[d] for d in range(3)}, columns=3)

# %% [markdown]
# The next cell checks. For each $d$: is $m_d$ equal to $m_0$ moved $d$ places? Is $p_d$ equal to $p_0$ moved $d/2$ places, rounded down? Then, the maximum of each map.
#
# **Predict.** Which lines will hold a `False`?

# %%
for d in (1, 2, 3, 4):
    print(d, np.array_equal(maps[d], shift(maps[0], d)), end=" ")
    print(np.array_equal(pooled[d], shift(pooled[0], d // 2)))
print([float(m.max()) for m in maps])

# %% [markdown]
# Convolution is equivariant under any shift; pooling, only under multiples of its stride, in the sense of [](#eq-4-11). The maximum of the whole map does not change: it says whether there is an edge, and no longer where.
#
# It remains to measure how much the output changes, $\delta = \lVert p_d - p_0 \rVert / \lVert p_0 \rVert$, with windows of side $k$. The value $k = 1$ means no pooling.
#
# **Predict.** Which window best withstands a step of one pixel? And one of six?
#
# ::: alt
# Four curves of the change against the shift, from zero to six pixels. Without pooling it soon rises above 1; with windows of two and four it rises more slowly; with windows of eight it is zero up to three pixels and then rises as well.
# :::

# %%
# include: lessons.lab.change


for k in (1, 2, 4, 8):
    outputs = [max_pool(m, k) for m in maps]
    changes = [change(outputs[0], output) for output in outputs]
    [line] = plt.plot(changes, "o-")
    label = {"color": line.get_color(), "va": "top", "size": 11}
    plt.text(2.15, changes[2] - 0.05, f"${k}$", **label)
plt.gca().set(ylim=(-0.25, 1.55), xlabel="$d$", ylabel=r"$\delta$");

# %% [markdown]
# As long as the edges do not cross into another window, the output changes little or not at all, and a large window takes longer to let them out. Against large moves no window protects. What survives is that there is an edge and, roughly, where; what is lost is the exact pixel.
#
# **Try.**
#
# 1. Change `max` to `mean` in `max_pool`. Which curves rise, and which fall?
# 2. Use `digits[1]`. For a step of one pixel, does pooling by twos help?
# 3. Leave out the ReLU. Does $p_0$ change, if the maximum prefers what is positive anyway?
#
# ## Going on {#further}
#
# The kernel of the second act was hidden behind nothing but a linear operation. Let us hide it better: let the outputs be $y_n = \max(0,\, x_n \star K)$. Derive the gradient, which is [](#eq-4-24) with one more factor, and write another `learn`. Why can it not start from $\hat K = 0$? From a random start, is the kernel always recovered? And with pooling on top? Whoever answers this has trained, with gradients of their own, a whole block of a convolutional network.
