---
title: El paraguas
language: es
size: 720*1280
cast:
  LOLA: una mujer de treinta años con un impermeable amarillo, pelo corto y rojo
  DON ANSELMO: un hombre de ochenta años con traje negro, calvo, bigote blanco
---
Una plaza de Cádiz en marzo, con viento de levante. Comedia muda en colores vivos, sol duro entre nubes.

# El viento
Shot 1 [0-5s] Plano general: @LOLA cruza la plaza con un paraguas nuevo.
  cámara: travelling lateral
  NARRADORA (voz en off): "Lola compró un paraguas de doce euros."
Shot 2 [5-10s] Plano medio: el viento le da la vuelta al paraguas. @LOLA tira, el paraguas tira más.
  sonido: viento, una varilla que cruje
Shot 3 [10-15s] Desde arriba: el paraguas arrastra a @LOLA en círculos por la plaza.
  NARRADORA (voz en off): "El paraguas la compró a ella."

# El banco
Shot 1 [0-5s] Plano medio: @DON ANSELMO come un helado en su banco, sin mirar a nadie.
  cámara: fija
Shot 2 [5-10s] Plano general: @LOLA pasa volando por detrás. Después, por delante.
  NARRADORA (voz en off): "Don Anselmo no había visto nada. Nada nuevo."
Shot 3 [10-15s] Primer plano de @DON ANSELMO, que levanta un dedo al viento.
  cámara: acercamiento lento

# La lección
Shot 1 [0-5s] Plano medio: @DON ANSELMO engancha el mango del paraguas con su bastón.
  DON ANSELMO: "Así no, hija."
Shot 2 [5-10s] Primer plano: cierra el paraguas con dos dedos y lo guarda bajo el brazo.
  sonido: un clic
Shot 3 [10-15s] Plano medio: @LOLA y @DON ANSELMO esperan de pie, muy serios. Empieza a llover.
  NARRADORA (voz en off): "Era su primer alumno en cuarenta años."

# El helado
Shot 1 [0-5s] Primer plano: la lluvia cae sobre el helado de @DON ANSELMO.
  transición: fundido
Shot 2 [5-10s] Plano general: los dos comparten el helado bajo el paraguas, abierto al revés, como una fuente.
  cámara: alejamiento lento
  LOLA: "Está lloviendo en la fresa."
Shot 3 [10-15s] Desde arriba: la plaza vacía, y en ella un punto amarillo.
  NARRADORA (voz en off): "Doce euros. Muy bien gastados."
---
Fin.
