// Which items of the loops are looked at while a mapping runs: one of each loop, inside the one of the loop around it.
import type { MappingProblem } from './rule-problem.ts';
import type { LoopTurn, RuleObserver } from './run-state.ts';

/** Which item is shown, by the path of its loop: the first unless said, the last when there are fewer. */
export type ShownPositions = Readonly<Record<string, number>>;

interface OpenLoop {
  readonly path: string;
  readonly wanted: number;
  /** Whether this loop itself runs inside the items that are shown. */
  readonly isShown: boolean;
  turn: LoopTurn | undefined;
}

/** A loop is open from its first turn to its end. Until the wanted turn comes, each is shown in its stead. */
export class ShownTurns implements RuleObserver {
  /** Whether what happens now belongs to the items that are shown. */
  protected isShown = true;
  protected readonly shown = new Map<string, LoopTurn>();
  readonly #positions: ShownPositions;
  readonly #open: OpenLoop[] = [];

  constructor(positions: ShownPositions) {
    this.#positions = positions;
  }

  wrote(_rule: string, _value: unknown): void {}

  failed(_rule: string, _problem: MappingProblem): void {}

  passed(_rule: string): void {}

  turned(path: string, turn: LoopTurn): void {
    let loop = this.#open.at(-1);
    if (loop?.path !== path) {
      const wanted = Object.hasOwn(this.#positions, path) ? this.#positions[path] : 0;
      loop = { path, wanted: wanted ?? 0, isShown: this.isShown, turn: undefined };
      this.#open.push(loop);
    }
    if (!loop.isShown) return;
    this.isShown = turn.turn <= loop.wanted;
    if (!this.isShown) return;
    loop.turn = turn;
    this.shown.set(path, turn);
    this.took(path);
  }

  left(path: string, turns: number): void {
    const loop = this.#open.at(-1);
    if (loop?.path !== path) {
      if (this.isShown) this.ended(path, turns, undefined);
      return;
    }
    this.#open.pop();
    this.isShown = loop.isShown;
    if (this.isShown) this.ended(path, turns, loop.turn);
  }

  protected get innermost(): string | undefined {
    return this.#open.at(-1)?.path;
  }

  /** A shown loop shows a further item. */
  protected took(_path: string): void {}

  /** A shown loop has come to its end. */
  protected ended(_path: string, _turns: number, _shown: LoopTurn | undefined): void {}
}
