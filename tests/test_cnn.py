import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import cnn, cnn_training
from snippets.data.digits import digits_split
from snippets.losses import softmax_cross_entropy
from snippets.training import minibatches
from tests.finite_differences import numerical_gradient


@pytest.fixture(scope="module")
def data():
    return digits_split()


@pytest.fixture(scope="module")
def training():
    return cnn_training.trained()


@pytest.fixture(params=[0, 1])
def parameters(request):
    """Weights with biases other than 0, so that a lost bias is noticed."""
    rng = np.random.default_rng(request.param)
    first = cnn.initialize(rng)
    return cnn.Parameters(*(a + 0.1 * rng.normal(size=a.shape) for a in first))


def torch_layers(x, tensors):
    """The same network, written with PyTorch's functions."""
    kernels, kernel_bias, w, b = tensors
    convolved = torch.nn.functional.conv2d(x, kernels, kernel_bias, padding=1)
    rectified = torch.relu(convolved)
    pooled = torch.nn.functional.max_pool2d(rectified, 2)
    logits = torch.nn.functional.linear(pooled.flatten(1), w, b)
    return cnn.Layers(x, convolved, rectified, pooled, logits)


def as_tensors(parameters):
    return [torch.tensor(array, requires_grad=True) for array in parameters]


def assert_close(actual, expected, rtol):
    """Compare within `rtol` of each entry, or of the largest where terms cancel."""
    scale = np.abs(expected).max()
    np.testing.assert_allclose(actual, expected, rtol=rtol, atol=rtol * scale)


# The network itself


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float64, 1e-12), (np.float32, 1e-5)])
def test_layers_loss_and_gradients_equal_pytorch(data, parameters, dtype, rtol):
    parameters = cnn.Parameters(*(array.astype(dtype) for array in parameters))
    x, y = data.x_train[:40].astype(dtype), data.y_train[:40]
    layers = cnn.forward(x, parameters)
    tensors = as_tensors(parameters)
    expected = torch_layers(torch.tensor(x), tensors)
    for ours, theirs in zip(layers, expected, strict=True):
        assert ours.dtype == dtype
        assert_close(ours, theirs.detach().numpy(), rtol)

    loss = torch.nn.functional.cross_entropy(expected.logits, torch.tensor(y))
    assert_close(cnn.loss(x, y, parameters), loss.detach().numpy(), rtol)

    loss.backward()
    gradient = cnn.backward(layers, y, parameters)
    for ours, tensor in zip(gradient, tensors, strict=True):
        assert ours.dtype == dtype
        assert ours.shape == tensor.shape
        assert_close(ours, tensor.grad.numpy(), rtol)


@pytest.mark.parametrize("name", cnn.Parameters._fields)
def test_gradient_equals_finite_differences(name, data, parameters):
    x, y = data.x_train[:2], data.y_train[:2]
    gradient = cnn.backward(cnn.forward(x, parameters), y, parameters)

    def loss(array):
        return cnn.loss(x, y, parameters._replace(**{name: array}))

    expected = numerical_gradient(loss, getattr(parameters, name))
    np.testing.assert_allclose(getattr(gradient, name), expected, atol=1e-6)


def test_ties_go_to_the_same_entry_as_in_pytorch(parameters):
    """Flat images make every window of the inside a tie."""
    x, y = np.stack([np.zeros((1, 8, 8)), np.ones((1, 8, 8))]), np.array([3, 8])
    tensors = as_tensors(parameters)
    logits = torch_layers(torch.tensor(x), tensors).logits
    torch.nn.functional.cross_entropy(logits, torch.tensor(y)).backward()
    gradient = cnn.backward(cnn.forward(x, parameters), y, parameters)
    for ours, tensor in zip(gradient, tensors, strict=True):
        assert_close(ours, tensor.grad.numpy(), 1e-12)


def test_one_hot_labels_give_the_same_gradient(data, parameters):
    x, y = data.x_train[:6], data.y_train[:6]
    layers = cnn.forward(x, parameters)
    one = cnn.backward(layers, y, parameters)
    other = cnn.backward(layers, np.eye(10)[y], parameters)
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)


@given(st.permutations(range(5)))
@settings(max_examples=20)
def test_images_of_a_batch_do_not_mix(order):
    x = np.random.default_rng(0).uniform(size=(5, 1, 8, 8))
    parameters = cnn.initialize()
    logits = cnn.forward(x, parameters).logits
    shuffled = cnn.forward(x[order], parameters).logits
    np.testing.assert_allclose(shuffled, logits[order], rtol=1e-12, atol=1e-12)


def test_initialize_draws_the_variance_that_it_says():
    many = [cnn.initialize(seed) for seed in range(60)]
    kernels = np.concatenate([p.kernels.ravel() for p in many])
    w = np.concatenate([p.w.ravel() for p in many])
    # The relative error of a variance from n normal draws is about sqrt(2 / n).
    assert kernels.var() == pytest.approx(2 / 9, rel=5 * np.sqrt(2 / kernels.size))
    assert w.var() == pytest.approx(2 / 128, rel=5 * np.sqrt(2 / w.size))
    assert not any(p.kernel_bias.any() or p.b.any() for p in many)


def test_initialize_rounds_the_same_numbers_to_float32():
    pairs = zip(cnn.initialize(4), cnn.initialize(4, np.float32), strict=True)
    for double, single in pairs:
        assert single.dtype == np.float32
        np.testing.assert_array_equal(single, double.astype(np.float32))


def test_parameter_count_equals_pytorch():
    layers = [torch.nn.Conv2d(1, 8, 3, padding=1), torch.nn.Linear(8 * 4 * 4, 10)]
    expected = sum(p.numel() for layer in layers for p in layer.parameters())
    assert cnn.parameter_count(cnn.initialize()) == expected


@pytest.mark.parametrize("shape", [(8, 8), (3, 8, 8), (3, 1, 8, 9), (3, 2, 8, 8)])
def test_forward_refuses_another_image_size(shape):
    with pytest.raises(ValueError, match=r"x has shape .*accepted"):
        cnn.forward(np.zeros(shape), cnn.initialize())


def test_forward_refuses_an_empty_batch():
    with pytest.raises(ValueError, match=r"\(0, 1, 8, 8\)"):
        cnn.forward(np.zeros((0, 1, 8, 8)), cnn.initialize())


@pytest.mark.parametrize("pixel", [np.nan, np.inf])
def test_forward_refuses_a_pixel_that_is_not_finite(pixel):
    x = np.zeros((2, 1, 8, 8))
    x[1, 0, 3, 3] = pixel
    with pytest.raises(ValueError, match=f"x has the pixel {pixel}"):
        cnn.forward(x, cnn.initialize())


def test_forward_refuses_what_is_no_number():
    with pytest.raises(TypeError, match="complex128"):
        cnn.forward(np.zeros((1, 1, 8, 8), complex), cnn.initialize())


@pytest.mark.parametrize("label", [-1, 10])
def test_labels_out_of_range_are_refused(label):
    x, parameters = np.zeros((2, 1, 8, 8)), cnn.initialize()
    with pytest.raises(ValueError, match=f"label {label}; accepted: 0 to 9"):
        cnn.loss(x, [0, label], parameters)
    with pytest.raises(ValueError, match=f"label {label}; accepted: 0 to 9"):
        cnn.backward(cnn.forward(x, parameters), [0, label], parameters)


def test_another_number_of_labels_is_refused():
    x, parameters = np.zeros((2, 1, 8, 8)), cnn.initialize()
    with pytest.raises(ValueError, match=r"\(3,\)"):
        cnn.backward(cnn.forward(x, parameters), [0, 1, 2], parameters)
    with pytest.raises(ValueError, match=r"\(3,\)"):
        cnn.mistakes(x, [0, 1, 2], parameters)


@pytest.mark.parametrize(
    ("y", "y_hat"), [([1, 2], [1]), ([], []), (1, 1), ([[1, 2]], [[1, 2]])]
)
def test_accuracy_refuses_what_is_not_paired(y, y_hat):
    with pytest.raises(ValueError, match="accepted"):
        cnn.accuracy(y, y_hat)


# Its training


def test_training_reads_97_percent_of_the_test_images(data, training):
    read = cnn.predict(data.x_test, training.parameters)
    assert np.mean(read == data.y_test) >= 0.97


def test_another_seed_learns_as_well(data):
    history = cnn_training.train(data, seed=1).history
    assert history.test_accuracy[-1] >= 0.97


def test_training_is_the_same_again(data, training):
    one, other = (cnn_training.train(data, seed=0, epochs=2) for _ in range(2))
    for a, b in zip(one.parameters, other.parameters, strict=True):
        np.testing.assert_array_equal(a, b)
    for a, b, long in zip(one.history, other.history, training.history, strict=True):
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(a, long[:3])


@pytest.fixture(scope="module")
def validated(data):
    return {a: cnn_training.validation_accuracy(data, alpha=a) for a in (0.01, 0.1)}


def test_the_learning_rate_is_the_better_one_in_validation(data, validated):
    assert validated[0.1] > validated[0.01] + 0.01
    assert validated[0.1] > cnn_training.validation_accuracy(data, beta=0)


def test_validation_is_done_on_images_that_were_not_learnt(data, validated):
    parts = (data.x_train[360:], data.x_train[:360])
    labels = (data.y_train[360:], data.y_train[:360])
    held = data._replace(x_train=parts[0], y_train=labels[0])
    parameters = cnn_training.train(held).parameters
    read = cnn.predict(parts[1], parameters)
    assert validated[0.1] == np.mean(read == labels[1])
    blank = data._replace(x_test=np.zeros((1, 1, 8, 8)), y_test=np.array([0]))
    one = cnn_training.validation_accuracy(blank, epochs=1)
    assert one == cnn_training.validation_accuracy(data, epochs=1)


@pytest.mark.parametrize("held_out", [0, 1437])
def test_validation_needs_images_on_both_sides(data, held_out):
    with pytest.raises(ValueError, match=f"held_out is {held_out}; accepted"):
        cnn_training.validation_accuracy(data, held_out)


def test_history_starts_before_training_and_ends_with_the_parameters(data, training):
    history = training.history
    assert {len(values) for values in history} == {26}
    blind = cnn.initialize(np.random.default_rng(0))
    for epoch, parameters in ((0, blind), (-1, training.parameters)):
        for name in ("train", "test"):
            x, y = getattr(data, f"x_{name}"), getattr(data, f"y_{name}")
            logits = cnn.forward(x, parameters).logits
            loss = getattr(history, f"{name}_loss")[epoch]
            assert loss == pytest.approx(softmax_cross_entropy(y, logits, "mean"))
            share = getattr(history, f"{name}_accuracy")[epoch]
            assert share == np.mean(logits.argmax(axis=1) == y)


def test_training_lowers_the_loss(training):
    assert training.history.train_loss[-1] < 0.02 < training.history.train_loss[0]
    assert training.history.test_loss[-1] < training.history.test_loss[0] / 10


def test_mistakes_are_what_accuracy_misses(data, training):
    wrong = cnn.mistakes(data.x_test, data.y_test, training.parameters)
    expected = 1 - len(wrong.index) / len(data.y_test)
    assert training.history.test_accuracy[-1] == pytest.approx(expected)
    assert (wrong.predicted != wrong.true).all()
    np.testing.assert_array_equal(wrong.true, data.y_test[wrong.index])
    read = cnn.predict(data.x_test[wrong.index], training.parameters)
    np.testing.assert_array_equal(wrong.predicted, read)


def test_one_epoch_equals_pytorch(data):
    """The same minibatches and torch.optim.SGD end with the same parameters."""
    rng = np.random.default_rng(5)
    tensors = as_tensors(cnn.initialize(rng))
    optimizer = torch.optim.SGD(tensors, lr=0.1, momentum=0.9)
    for batch in minibatches(len(data.x_train), 32, rng):
        logits = torch_layers(torch.tensor(data.x_train[batch]), tensors).logits
        labels = torch.tensor(data.y_train[batch])
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(logits, labels).backward()
        optimizer.step()
    trained = cnn_training.train(data, seed=5, epochs=1).parameters
    for ours, tensor in zip(trained, tensors, strict=True):
        assert_close(ours, tensor.detach().numpy(), 1e-10)


def test_float32_images_make_float32_parameters():
    data = digits_split(dtype=np.float32)
    single = cnn_training.train(data, epochs=1, alpha=np.float64(0.1))
    double = cnn_training.train(digits_split(), epochs=1)
    for a, b in zip(single.parameters, double.parameters, strict=True):
        assert a.dtype == np.float32
        assert_close(a, b, 1e-3)


def test_trained_is_shared_and_read_only(training):
    assert cnn_training.trained() is cnn_training.trained(seed=0) is training
    for array in (*training.parameters, *training.history):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize(
    "wrong",
    [{"alpha": 0}, {"alpha": np.nan}, {"beta": 1}, {"beta": -0.1}, {"batch_size": 0}],
)
def test_train_refuses_values_without_meaning(data, wrong):
    with pytest.raises(ValueError, match="accepted"):
        cnn_training.train(data, epochs=1, **wrong)


def test_train_refuses_a_negative_number_of_epochs(data):
    with pytest.raises(ValueError, match="epochs is -1"):
        cnn_training.train(data, epochs=-1)


def test_no_epochs_leave_the_first_parameters(data):
    parameters, history = cnn_training.train(data, seed=2, epochs=0)
    first = cnn.initialize(np.random.default_rng(2))
    for a, b in zip(parameters, first, strict=True):
        np.testing.assert_array_equal(a, b)
    assert history.test_loss.shape == (1,)
