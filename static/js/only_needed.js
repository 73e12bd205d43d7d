// Keeps of a form only the parts that the chosen answer needs. Without this script all of them are there.
// <div data-needed-by="outcome"> around; each part says data-when="retained_modified" (or several, with blanks).
// A part in which something is written, or that an error names, always stays: nothing typed is hidden.

for (const around of document.querySelectorAll("[data-needed-by]")) {
  const form = around.closest("form");
  const parts = [...around.querySelectorAll("[data-when]")];
  const isFilled = (part) =>
    part.querySelector(".error") !== null ||
    [...part.querySelectorAll("input, select, textarea")].some((control) =>
      ["checkbox", "radio"].includes(control.type) ? control.checked : control.value.trim() !== "");
  const show = () => {
    const chosen = form.elements[around.dataset.neededBy]?.value ?? "";
    for (const part of parts) {
      part.hidden = !part.dataset.when.split(" ").includes(chosen) && !isFilled(part);
    }
  };
  form.addEventListener("change", show);
  show();
}
