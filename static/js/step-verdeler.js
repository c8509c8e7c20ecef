/* Works out at once how the Wi-Fi runs; the server judges whether it is enough. */

const SMOOTH = 95;
const STUTTERS = 60;

export function start(form) {
  const fields = [...form.querySelectorAll("[data-cost]")];
  const words = form.dataset;
  const asked = form.querySelector("[data-asked]");
  const percent = form.querySelector("[data-percent]");
  const flow = form.querySelector("[data-flow]");
  form.addEventListener("input", () => {
    const need = fields.reduce((sum, field) => sum + Number(field.dataset.cost) * Math.max(0, Number(field.value) || 0), 0);
    const capacity = Number(words.capacity);
    const share = need <= capacity ? 100 : Math.floor((100 * capacity) / need);
    asked.textContent = asked.textContent.replace(/\d+/, String(need));
    percent.textContent = String(share);
    flow.textContent = share >= SMOOTH ? words.smooth : share >= STUTTERS ? words.stutters : words.stands;
  });
}
