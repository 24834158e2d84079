// Dragging what is larger than its frame: an attachment for an element that scrolls. Used by the
// viewer's stage.

/** Scrolls the element as it is dragged by the main or the middle button, while `may()`. */
export function pan(may: (button: number) => boolean) {
  return (element: HTMLElement) => {
    let from: { x: number; y: number; left: number; top: number } | null = null;
    const down = (event: PointerEvent) => {
      const onBar = event.offsetX > element.clientWidth || event.offsetY > element.clientHeight;
      const bar = event.target === element && onBar;
      if (bar || event.pointerType === "touch" || !may(event.button)) return;
      const { scrollLeft: left, scrollTop: top } = element;
      from = { x: event.clientX, y: event.clientY, left, top };
      element.setPointerCapture(event.pointerId);
      element.classList.add("dragged");
    };
    const move = (event: PointerEvent) => {
      if (!from) return;
      element.scrollTo(from.left + from.x - event.clientX, from.top + from.y - event.clientY);
    };
    const end = () => {
      from = null;
      element.classList.remove("dragged");
    };
    const listeners = { pointerdown: down, pointermove: move, lostpointercapture: end } as const;
    for (const [name, listener] of Object.entries(listeners)) {
      element.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        element.removeEventListener(name, listener as EventListener);
      }
    };
  };
}
