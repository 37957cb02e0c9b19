// Carrying a field with the pointer, from a row of one side to a row of the other. Outside React: it runs at every move.
import { fieldText, hiddenWords, putInto, writtenAt } from '../formula/writing.ts';
import type { Writing } from '../formula/writing.ts';
import type { Mapper } from '../mapper-context.ts';
import type { Carried, Side } from '../mapper.store.ts';
import { choicesFor, drop, dropEnd, dropWords, endWords } from './drops.ts';

/** Pixels that the pointer may tremble before a press is a drag. */
const slack = 4;
/** Pixels from the edge of a tree at which it scrolls by itself. */
const edge = 28;
/** Milliseconds over a closed row until it opens. */
const openAfter = 600;

interface Press {
  readonly carried: Carried;
  readonly x: number;
  readonly y: number;
  readonly pointerId: number;
}

/** Begins to watch a press; it becomes a drag once the pointer has moved. Hands back whether the press was taken. */
export function watchPress(mapper: Mapper, press: Press): void {
  const drag = new PointerDrag(mapper, press);
  drag.watch();
}

class PointerDrag {
  readonly #mapper: Mapper;
  readonly #press: Press;
  readonly #abort = new AbortController();
  #isDragging = false;
  #over: HTMLElement | null = null;
  /** The formula under the pointer. */
  #into: Writing | null = null;
  #openTimer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #at = { x: 0, y: 0 };

  constructor(mapper: Mapper, press: Press) {
    this.#mapper = mapper;
    this.#press = press;
  }

  watch(): void {
    const { signal } = this.#abort;
    window.addEventListener('pointermove', this.#move, { signal });
    window.addEventListener('pointerup', this.#up, { signal });
    window.addEventListener('pointercancel', this.#stop, { signal });
    window.addEventListener('blur', this.#stop, { signal });
    window.addEventListener('keydown', this.#key, { signal, capture: true });
  }

  readonly #move = (event: PointerEvent): void => {
    if (event.pointerId !== this.#press.pointerId) return;
    this.#at = { x: event.clientX, y: event.clientY };
    if (!this.#isDragging) {
      if (Math.hypot(event.clientX - this.#press.x, event.clientY - this.#press.y) < slack) return;
      this.#begin();
    }
    event.preventDefault();
    this.#mapper.link.pointer = this.#at;
    this.#mapper.link.redraw();
    this.#mapper.link.moveHint();
    this.#look();
  };

  #begin(): void {
    this.#isDragging = true;
    getSelection()?.removeAllRanges();
    document.documentElement.dataset['mapperDrag'] = '';
    this.#mapper.link.pointer = this.#at;
    this.#mapper.store.getState().show({ carried: this.#press.carried, hover: null, refusal: null, pending: null });
    this.#frame = requestAnimationFrame(this.#scroll);
  }

  get #otherSide(): Side {
    return this.#press.carried.side === 'source' ? 'target' : 'source';
  }

  /** What lies under the pointer now. */
  #look(): void {
    const under = document.elementFromPoint(this.#at.x, this.#at.y);
    const { side, line: end } = this.#press.carried;
    const into = side === 'source' && end === undefined ? writtenAt(this.#mapper, under) : null;
    const row =
      into === null ? (under?.closest<HTMLElement>(`.mapper-scroller.${this.#otherSide} [data-key]`) ?? null) : null;
    if (row === this.#over && into === this.#into) return;
    this.#over = row;
    this.#into = into;
    clearTimeout(this.#openTimer);
    if (into !== null) {
      this.#mapper.store.getState().show({ over: { key: `${into.path}${into.part}`, ...this.#intoWords(into) } });
      return;
    }
    const key = row?.dataset['key'];
    if (key === undefined) {
      this.#mapper.store.getState().show({ over: null });
      return;
    }
    if (row?.getAttribute('aria-expanded') === 'false') {
      this.#openTimer = setTimeout(() => this.#mapper.store.getState().toggle(this.#otherSide, [key]), openAfter);
    }
    const { line } = this.#press.carried;
    const words =
      line === undefined
        ? dropWords(choicesFor(this.#mapper, this.#ends(key)))
        : endWords(this.#mapper, line, { side: this.#otherSide, key });
    this.#mapper.store.getState().show({ over: { key, ...words } });
  }

  #intoWords(into: Writing): { words: string; isRefused: boolean } {
    const text = fieldText(this.#mapper, this.#press.carried.key, into);
    return text === undefined
      ? { words: hiddenWords, isRefused: true }
      : { words: `Put ${text} into the formula`, isRefused: false };
  }

  #ends(over: string): { source: string; target: string } {
    const { side, key } = this.#press.carried;
    return side === 'source' ? { source: key, target: over } : { source: over, target: key };
  }

  /** Trees under the pointer scroll when it nears their edge. */
  readonly #scroll = (): void => {
    this.#frame = requestAnimationFrame(this.#scroll);
    for (const scroller of Object.values(this.#mapper.link.scrollers)) {
      const box = scroller?.getBoundingClientRect();
      if (scroller === null || box === undefined) continue;
      const { x, y } = this.#at;
      if (x < box.left || x > box.right || y < box.top - edge || y > box.bottom + edge) continue;
      const above = box.top + edge - y;
      const below = y - (box.bottom - edge);
      const by = above > 0 ? -above : below > 0 ? below : 0;
      if (by === 0) continue;
      scroller.scrollTop += Math.max(-18, Math.min(18, by / 2));
      this.#look();
    }
  };

  readonly #up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#press.pointerId) return;
    const key = this.#over?.dataset['key'];
    const wasDragging = this.#isDragging;
    const into = this.#into;
    this.#stop();
    if (!wasDragging) return;
    swallowClick();
    if (into !== null) {
      const { sourceNodes, sourceAt } = this.#mapper.data();
      const node = sourceNodes[sourceAt.get(this.#press.carried.key) ?? -1];
      if (node !== undefined) putInto(this.#mapper, node, into);
      return;
    }
    if (key === undefined) return;
    const { line } = this.#press.carried;
    if (line === undefined) drop(this.#mapper, { ...this.#ends(key), at: this.#at });
    else dropEnd(this.#mapper, line, { side: this.#otherSide, key });
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (!this.#isDragging || event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#stop();
    swallowClick();
  };

  readonly #stop = (): void => {
    this.#abort.abort();
    clearTimeout(this.#openTimer);
    cancelAnimationFrame(this.#frame);
    delete document.documentElement.dataset['mapperDrag'];
    this.#mapper.link.pointer = null;
    if (this.#isDragging) this.#mapper.store.getState().show({ carried: null, over: null });
    this.#mapper.link.redraw();
  };
}

/** The click that ends a drag selects nothing. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}
