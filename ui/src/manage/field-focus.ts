// Finds the field that a path of a setting means and puts the cursor into it.

/** The field named so, or the first below it, or the one above. */
export function fieldAt(path: string, root: ParentNode = document): HTMLElement | null {
  const name = CSS.escape(path);
  const found =
    root.querySelector<HTMLElement>(`[name="${name}"]`) ??
    root.querySelector<HTMLElement>(`[name^="${name}."][aria-invalid="true"]`) ??
    root.querySelector<HTMLElement>(`[name^="${name}."], [data-name="${name}"]:checked`);
  if (found !== null) return found;
  const above = path.split(".").slice(0, -1).join(".");
  return above === "" ? null : fieldAt(above, root);
}

/** Moves focus to the field and into view. */
export function focusField(path: string): void {
  const field = fieldAt(path);
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "center" });
}
