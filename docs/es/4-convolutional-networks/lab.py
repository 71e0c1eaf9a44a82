# %% [markdown]
# # Laboratorio: núcleos a mano y núcleos aprendidos {#sec-4-5}
#
# ::: lead
# Un experimento en tres actos: prever lo que hace un núcleo, recuperar por descenso de gradiente uno que está oculto y medir qué conserva el agrupamiento cuando la imagen se mueve.
# :::
#
# Un laboratorio no se lee: se ejecuta. Con NumPy, Matplotlib y Jupyter basta para abrir el cuaderno y ejecutar sus celdas de arriba abajo. Antes de ver los resultados se pide una predicción; apuntarla en un papel cuesta un minuto y es la mitad del experimento. Cada acto acaba con cosas que probar: basta con cambiar una celda o añadir otra; las [respuestas](#answers) están al final.
#
# La primera celda solo fija el aspecto de las figuras. La segunda define `takes`, que, escrito encima de una función, declara lo que acepta: `x="... h w"` es una imagen o varias, y cada letra, un tamaño. Si algo que cambies no encaja, el error dirá qué forma tiene y cuál se acepta.

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
# ## Primer acto: núcleos a mano {#by-hand}
#
# La función `show` dibuja matrices como cuadrículas: más tinta cuanto mayor es el valor; los negativos, en naranja y con una raya. Cada matriz tiene su propia escala, así que se pueden comparar formas y signos, pero no los valores de una con los de otra.

# %%
# include: .pictures.show

# %% [markdown]
# Las primeras imágenes son un cuadrado y una diagonal.
#
# ::: alt
# Dos imágenes de diez por diez píxeles: un cuadrado lleno de cuatro por cuatro en el centro y una diagonal de un píxel de grueso, de arriba a la izquierda a abajo a la derecha.
# :::

# %%
square = np.zeros((10, 10))
square[3:7, 3:7] = 1
diagonal = np.eye(10)
show({"$x_1$": square, "$x_2$": diagonal})

# %% [markdown]
# El núcleo se aplica con la correlación cruzada [](#eq-cross-correlation), sin girarlo. El código dice lo mismo que la fórmula: reunir los parches de la imagen, multiplicar cada uno por el núcleo y sumar.
#
# **Predecir.** ¿Qué cuatro números da el núcleo $(-1\;\;1)$ sobre la fila $(0, 0, 3, 3, 0)$? ¿Por qué son cuatro?

# %%
# include: .patches


# include: .correlate


print(correlate(np.array([[0, 0, 3, 3, 0]]), np.array([[-1, 1]])))

# %% [markdown]
# Cada número es un valor menos el anterior: sube 3 donde empieza el trazo y baja 3 donde acaba. En una fila de cinco, un núcleo de dos cabe en cuatro sitios.
#
# Ahora, tres núcleos de $3\times3$. El primero, el de Sobel, compara la derecha con la izquierda. El segundo compara una fila con la de encima y la de debajo. El tercero promedia nueve píxeles.
#
# **Predecir.** Dibujar lo que hace cada uno con el cuadrado. ¿Dónde habrá positivos, negativos y ceros? ¿Qué vale el interior en cada caso?
#
# ::: alt
# Arriba, tres núcleos. Debajo, lo que cada uno hace con el cuadrado: el primero marca el lado izquierdo en positivo y el derecho en negativo; el segundo, los lados de arriba y de abajo, con positivos por dentro y negativos por fuera; el tercero da una mancha más fuerte en el centro.
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
# Los pesos de los dos primeros núcleos suman 0: donde la imagen es uniforme no responden, ni fuera del cuadrado ni dentro. El primero ve los lados verticales y su signo distingue el izquierdo del derecho; los lados horizontales no le dicen nada, porque a izquierda y derecha hay lo mismo. Los pesos del tercero suman 1: este núcleo conserva el valor donde la imagen es uniforme y difumina el borde.
#
# Un dígito manuscrito de $8\times8$ píxeles cabe en una línea de texto, con un carácter por píxel, de 0 a g, que vale 16. Estos cinco proceden del conjunto de [Alpaydin y Kaynak](https://doi.org/10.24432/C50P49) ([CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)).
#
# **Predecir.** En un dos, ¿qué trazos marcará $K_1$ y cuáles $K_2$?
#
# ::: alt
# Un dos manuscrito y tres mapas de seis por seis. El primero marca las subidas y bajadas de tinta hacia la derecha en los trazos empinados; el segundo, sobre todo el arco de arriba y la base; el tercero es un dos borroso.
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
# $K_1$ marca los lados de los trazos empinados: el izquierdo, donde empieza la tinta, en positivo, y el derecho en negativo. $K_2$ marca los trazos horizontales, la base y lo alto del arco. $K_3$ lo difumina todo.
#
# **Probar.**
#
# 1. Escribir un núcleo que responda más a `diagonal` que a su reflejo, `diagonal[:, ::-1]`.
# 2. Sumar 1 a todos los pesos de $K_1$. ¿Qué se ve ahora dentro del cuadrado, y por qué?
# 3. Difuminar dos veces seguidas equivale a aplicar un solo núcleo de $5\times5$. ¿Qué pesos tiene? Se ven al difuminar dos veces una imagen con un único 1.
#
# ## Segundo acto: un núcleo aprendido {#learnt}
#
# Alguien ha filtrado unas imágenes con un núcleo $K$ que no nos enseña. Tenemos las entradas $x_n$ y las salidas $y_n = x_n \star K$. ¿Se puede averiguar $K$? Elegimos el $\hat K$ que hace mínimo el error cuadrático medio, donde $N$ es la cantidad de números de todas las salidas:
#
# $$
# \begin{aligned}
# L &= \frac{1}{N} \sum_{n,i,j} e_{n,i,j}^2 \\
# e_{n,i,j} &= \sum_{a,b} x_{n,\,i+a,\,j+b}\, \hat K_{a,b} - y_{n,i,j}
# \end{aligned}
# $$ {#eq-kernel-loss}
#
# La derivada de $L$ respecto a cada salida es $2\,e_{n,i,j}/N$. La derivada respecto a un peso las suma, cada una por el píxel que ese peso tenía debajo, como en [](#eq-convolution-gradient):
#
# $$
# \frac{\partial L}{\partial \hat K_{a,b}} = \frac{2}{N} \sum_{n,i,j} e_{n,i,j}\; x_{n,\,i+a,\,j+b}
# $$ {#eq-kernel-gradient}
#
# Es otra correlación cruzada: la de cada imagen con su mapa de errores.

# %%
# include: .error_map


# include: .loss


# include: .gradient

# %% [markdown]
# Una derivada escrita a mano se comprueba antes de usarla. El núcleo oculto es el de Sobel; las imágenes, ruido.
#
# **Predecir.** La celda mueve un solo peso, $\hat K_{0,2}$, un poco hacia cada lado y divide el cambio de $L$ entre el camino recorrido. ¿Con qué debe coincidir? ¿Qué signo tendrá, si el peso empieza en 0 y el oculto vale 1?

# %%
rng = np.random.default_rng(0)
x = rng.normal(size=(20, 8, 8))
y = correlate(x, RIGHT)

K, h = np.zeros((3, 3)), np.zeros((3, 3))
h[0, 2] = 1e-5
slope = (loss(x, y, K + h) - loss(x, y, K - h)) / 2e-5
print(f"{slope:.6f}  {gradient(x, y, K)[0, 2]:.6f}")

# %% [markdown]
# Coinciden, y la pendiente es negativa: al aumentar el peso, el error baja. El descenso de gradiente parte de $\hat K = 0$ y repite
#
# $$
# \hat K \leftarrow \hat K - \alpha\, \frac{\partial L}{\partial \hat K}
# $$ {#eq-kernel-descent}

# %%
# include: .learn

# %% [markdown]
# **Predecir.** El eje vertical de la gráfica será logarítmico. ¿Qué forma tendrá la pérdida: recta, curva, con un suelo?
#
# ::: alt
# La pérdida frente al número de pasos, con eje vertical logarítmico: una línea casi recta que baja desde 10 hasta 10 elevado a menos 30, donde se aplana.
# :::

# %%
K, losses = learn(x, y)
plt.semilogy(losses)
plt.gca().set(xlabel="$t$", ylabel="$L$");

# %% [markdown]
# Casi una recta: cada paso deja más o menos la misma fracción de la pérdida. El suelo del final es solo el redondeo del ordenador, porque existe un núcleo que no comete ningún error.
#
# ::: alt
# Dos núcleos iguales de tres por tres: columna izquierda negativa, columna central vacía, columna derecha positiva.
# :::

# %%
print(np.allclose(K, RIGHT))
show({"$K$": RIGHT, r"$\hat{K}$": K})

# %% [markdown]
# Nadie le ha dicho al programa qué es un borde. Le han bastado pares de entradas y salidas.
#
# ### Muy pocos datos {#too-few}
#
# **Predecir.** Con una sola imagen de $4\times4$, ¿llegará $L$ a 0? ¿Será $\hat K = K$? Conviene contar ecuaciones e incógnitas.
#
# ::: alt
# Una imagen de cuatro por cuatro, el núcleo oculto y el aprendido, que tiene otros pesos y no se le parece.
# :::

# %%
small = rng.normal(size=(1, 4, 4))
K, losses = learn(small, correlate(small, RIGHT), steps=1000)
print(losses[-1] < 1e-12, np.allclose(K, RIGHT))
show({"$x$": small[0], "$K$": RIGHT, r"$\hat{K}$": K})

# %% [markdown]
# La pérdida llega a 0, pero el núcleo es otro. Cada número de la salida es una ecuación; hay cuatro ecuaciones y nueve pesos, y muchos núcleos las cumplen. El descenso que empieza en 0 llega al de menor norma. Una pérdida nula en los datos no prueba que se haya encontrado la regla que los produjo.
#
# ### Ruido {#noise}
#
# Sumemos a cada salida $y_{n,i,j}$ un ruido normal $\varepsilon_{n,i,j}$ de desviación típica $\sigma = 1$. En el mínimo, [](#eq-kernel-gradient) vale 0. Si también las entradas son ruido, de varianza 1, y son muchas, dos píxeles distintos apenas tienen correlación, y lo que queda es
#
# $$
# \hat K_{a,b} - K_{a,b} \approx \frac{1}{N} \sum_{n,i,j} \varepsilon_{n,i,j}\; x_{n,\,i+a,\,j+b}
# $$
#
# Es la media de $N$ términos de varianza $\sigma^2$; su varianza es $\sigma^2/N$. Como los pesos son nueve,
#
# $$
# \lVert \hat K - K \rVert \approx \frac{3\,\sigma}{\sqrt N}
# $$ {#eq-kernel-error}
#
# **Predecir.** Para que el error del núcleo sea la mitad, ¿por cuánto hay que multiplicar el número de imágenes?
#
# ::: alt
# El error del núcleo frente al número de salidas, en ejes logarítmicos: ocho puntos que bajan cerca de una recta discontinua.
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
# Por cuatro. La recta es la fórmula; cada punto, la media de diez experimentos.
#
# ### ¿Girado o sin girar? {#turned}
#
# El núcleo oculto contiene ahora los números del 1 al 9. Las primeras salidas se producen con la correlación cruzada; las segundas, con la convolución de las matemáticas, que gira el núcleo media vuelta ([](#sec-4-1)). El programa que aprende usa en ambos casos la correlación cruzada, como las bibliotecas.
#
# **Predecir.** ¿Qué núcleo saldrá en cada caso?

# %%
hidden = np.arange(1, 10).reshape(3, 3)
turned = hidden[::-1, ::-1]
print(learn(x, correlate(x, hidden))[0].round(2))
print(learn(x, correlate(x, turned))[0].round(2))

# %% [markdown]
# Se aprende el núcleo que hace falta, en el orden en que se usa. Por eso las bibliotecas pueden llamar convolución a la correlación cruzada: lo que aprenden sale sin girar, listo para usarse de la misma manera.
#
# **Probar.**
#
# 1. Cambiar la tasa de aprendizaje: `learn(x, y, alpha=0.5)` y después `alpha=1`. ¿Qué hace la pérdida?
# 2. Aprender de los dígitos: `learn(digits, correlate(digits, RIGHT), steps=500)`. ¿Cuántos pasos hacen falta ahora? En un dígito, los píxeles vecinos se parecen.
# 3. En [Muy pocos datos](#too-few), ir añadiendo imágenes de $4\times4$. ¿Con cuántas se recupera el núcleo? Quizá hagan falta más pasos.
#
# ## Tercer acto: lo que conserva el agrupamiento {#what-pooling-keeps}
#
# Un dos se mueve $d$ píxeles a la derecha sobre un lienzo ancho. En cada posición se le aplica el bloque de la [](#sec-4-3): $K_1$, la ReLU y el agrupamiento máximo.

# %%
# include: .shift


# include: .responses


# include: .max_pool

# %% [markdown]
# **Predecir.** Los mapas $m_0$, $m_1$ y $m_2$ son de antes de agrupar, con $d = 0, 1, 2$; los $p_0$, $p_1$ y $p_2$, de después, con ventanas de $2\times2$. ¿Cuál de los tres últimos será una copia desplazada de otro?
#
# ::: alt
# Arriba, tres mapas con el mismo dibujo, cada uno un píxel más a la derecha. Debajo, los mapas agrupados: el tercero es el primero corrido un lugar; el segundo es distinto de los otros dos.
# :::

# %%
maps = np.maximum(0, responses(digits[2], RIGHT))
pooled = max_pool(maps, 2)
drawn = {f"$m_{d}$": maps[d] for d in range(3)}
show(drawn | {f"$p_{d}$": pooled[d] for d in range(3)}, columns=3)

# %% [markdown]
# El tercero copia al primero; el segundo no copia a ninguno. La celda siguiente lo comprueba. Para cada $d$: ¿es $m_d$ igual a $m_0$ movido $d$ lugares? ¿Es $p_d$ igual a $p_0$ movido $d/2$ lugares, redondeando hacia abajo? Al final, muestra el máximo de cada mapa.
#
# **Predecir.** ¿En qué líneas habrá un `False`?

# %%
for d in (1, 2, 3, 4):
    print(d, np.array_equal(maps[d], shift(maps[0], d)), end=" ")
    print(np.array_equal(pooled[d], shift(pooled[0], d // 2)))
print([float(m.max()) for m in maps])

# %% [markdown]
# La convolución es equivariante [](#eq-invariance-equivariance) ante cualquier desplazamiento de píxeles enteros, mientras haya sitio; el agrupamiento, solo ante los múltiplos de su paso, que mueven su salida un lugar por cada paso. El máximo de todo el mapa no cambia: dice si hay un borde, pero ya no dónde.
#
# Falta medir cuánto cambia la salida, $\delta=\|p_d-p_0\|/\|p_0\|$, con ventanas de lado $k$. Con $k = 1$ no se agrupa.
#
# **Predecir.** ¿Qué ventana resiste mejor un movimiento de un píxel? ¿Y uno de seis?
#
# ::: alt
# Cuatro curvas del cambio frente al desplazamiento, de cero a seis píxeles. Sin agrupar sube enseguida por encima de 1; con ventanas de dos y de cuatro sube más despacio; con ventanas de ocho es cero hasta tres píxeles y después también sube.
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
# La de 8, en los dos casos: un píxel no le cambia nada, y seis, menos que a las demás. Mientras los bordes no pasen a otra ventana, la salida cambia poco o nada, y una ventana grande tarda más en dejarlos salir. Las curvas de 1 y de 2 acaban en $\sqrt2$, lo que difieren dos salidas que no se solapan en absoluto. Lo que se conserva es que hay un borde y, a grandes rasgos, por dónde; lo que se pierde es el píxel exacto.
#
# **Probar.**
#
# 1. Cambiar `max` por `mean` en `max_pool`. ¿Qué curvas suben y cuáles bajan?
# 2. Usar `digits[1]`. Con un movimiento de un píxel, ¿ayuda agrupar de dos en dos?
# 3. Quitar la ReLU. ¿Cambia $p_0$, si el máximo ya prefiere lo positivo?
#
# ## Para seguir {#further}
#
# El núcleo del segundo acto solo estaba oculto detrás de una operación lineal. Ocultémoslo mejor: que las salidas sean $y_n = \max(0,\, x_n \star K)$. Hay que deducir el gradiente, que es [](#eq-kernel-gradient) con un factor más, y escribir otro `learn`. ¿Por qué no puede empezar en $\hat K = 0$? Con un comienzo al azar, ¿se recupera siempre el núcleo? ¿Y si además se agrupa? Quien responda a esto habrá entrenado, con gradientes propios, un bloque entero de una red convolucional.
#
# ## Respuestas {#answers}
#
# Tras las respuestas de cada acto, una celda las comprueba en el mismo orden.
#
# ### Primer acto {#answers-1}
#
# 1. Por ejemplo, un 2 en la diagonal y $-1$ en los demás pesos. La mayor respuesta a `diagonal` es entonces el triple que a su reflejo.
# 2. Un 9: ahora los pesos suman 9, y donde la imagen es uniforme la respuesta ya no es 0.
# 3. Los que imprime la celda, divididos entre 81: la tabla de multiplicar de $(1, 2, 3, 2, 1)$ consigo mismo.

# %%
slant = 3 * np.eye(3) - 1
for image in (diagonal, diagonal[:, ::-1]):
    print(correlate(image, slant).max())
print(correlate(square, RIGHT + 1)[3:5, 3:5])
point = np.pad([[1]], 4)
twice = correlate(correlate(point, BLUR), BLUR)
print((81 * twice).round().astype(int))

# %% [markdown]
# ### Segundo acto {#answers-2}
#
# 1. Con 0,5 baja mucho más deprisa; con 1 crece (la celda imprime su valor inicial y el que tiene tras cinco pasos). La causa son las curvaturas $\lambda_k$ de [](#eq-descent-factors), los autovalores de la matriz de segundas derivadas de $L$. Aquí todas son cercanas a 2, así que con 0,5 los factores $1 - \alpha\lambda_k$ son casi 0. El último número de la línea de las curvaturas es el límite de [](#eq-learning-rate-limit).
# 2. Unos 2000 para que ningún peso falle en más de $10^{-5}$. Si los píxeles vecinos se parecen, sumar a un peso lo que se resta al de al lado apenas cambia la salida: hay curvaturas muy pequeñas.
# 3. Con tres, que dan doce ecuaciones para nueve pesos; dos dan ocho. A veces hacen falta miles de pasos.

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
# ### Tercer acto {#answers-3}
#
# 1. La celda imprime cuánto sube cada curva, de $d = 0$ a $6$. Las de 2 y 4 suben hasta $d = 4$, porque la media nota cada píxel que cruza a otra ventana y el máximo, solo los mayores. La de 8 baja en $d = 4$ y $5$: el primer píxel que entra en una ventana vacía ya es su máximo; en la media es uno entre 64.
# 2. No: el cambio es incluso algo mayor. Las respuestas más fuertes del uno ocupan dos columnas, que al principio caben en una ventana y después caen en dos.
# 3. Sí: cambian dos números. En sus ventanas todo es negativo; sin ReLU, el máximo también.

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
# ### Para seguir {#answers-further}
#
# El factor es la derivada de la ReLU: 1 donde $x_n \star \hat K > 0$ y 0 donde no. Con $\hat K = 0$ vale 0 en todas partes y el núcleo no se mueve: el `False` de cada línea. Si se agrupa, en cada ventana solo cuenta el ganador, como en [](#eq-max-pooling-gradient). La celda lo prueba sin agrupar y con ventanas de $2\times2$: desde diez comienzos al azar, el núcleo aparece las diez veces. Es un experimento, no una demostración.

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
