// What scrolls says so, for the style sheet: until it has been at rest for a moment.
const restMs = 150;
const timers = new WeakMap<HTMLElement, number>();

/** Called at every scroll event of an element. By hand: nothing is rendered for it. */
export function markScrolling(element: HTMLElement): void {
  const timer = timers.get(element);
  if (timer === undefined) element.dataset['scrolling'] = '';
  else clearTimeout(timer);
  timers.set(
    element,
    window.setTimeout(() => {
      timers.delete(element);
      delete element.dataset['scrolling'];
    }, restMs),
  );
}
