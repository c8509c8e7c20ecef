/* Drawing a signature: shows the drawing field, keeps strokes as whole points of a 220 × 110 field, and puts them in the
   form. Without this script the other two ways of signing are there; nothing is asked of who cannot draw. */

const WIDTH = 220;
const HEIGHT = 110;
const FARTHEST = 2;
const MOST_POINTS = 1200;

export function start(form) {
  const field = form.querySelector("[data-draw]");
  const sheet = field.querySelector("svg");
  const line = sheet.querySelector("path");
  const kept = field.querySelector("input[name=streken]");
  let strokes = [];
  let drawing = false;

  field.hidden = false;
  sheet.setAttribute("data-drawing", "");

  const at = (event) => {
    const box = sheet.getBoundingClientRect();
    const scale = Math.min(box.width / WIDTH, box.height / HEIGHT);
    const x = (event.clientX - box.left - (box.width - WIDTH * scale) / 2) / scale;
    const y = (event.clientY - box.top - (box.height - HEIGHT * scale) / 2) / scale;
    return [Math.round(Math.min(WIDTH, Math.max(0, x))), Math.round(Math.min(HEIGHT, Math.max(0, y)))];
  };

  const show = () => {
    line.setAttribute("d", strokes.map((stroke) => `M${stroke.map((point) => point.join(" ")).join("L")}`).join(""));
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
  };

  sheet.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    drawing = true;
    strokes.push([at(event)]);
    show();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!drawing || strokes.flat().length >= MOST_POINTS) return;
    const stroke = strokes.at(-1);
    const [x, y] = at(event);
    const [oldX, oldY] = stroke.at(-1);
    if (Math.hypot(x - oldX, y - oldY) < FARTHEST) return;
    stroke.push([x, y]);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) sheet.addEventListener(end, () => (drawing = false));
  field.querySelector("[data-wipe]").addEventListener("click", () => {
    strokes = [];
    show();
  });
}
