// Names by their letters, so that the one that was probably meant is found without comparing all of them: what names have in
// common at their beginnings is compared once, and a beginning that is too far off ends its whole branch.

export interface Near {
  readonly name: string;
  /** Letters too many, missing, wrong or swapped with their neighbour; 0 where only the case differs. */
  readonly slips: number;
}

/** What may be looked at before a search gives up. */
export interface Effort {
  left: number;
}

interface Branch {
  readonly letter: number;
  readonly branches: Branch[];
  /** The first name that ends here. */
  name: string | undefined;
  position: number;
}

/** The words of each name, and where each word stands. */
interface Words {
  readonly of: readonly ReadonlySet<string>[];
  readonly having: ReadonlyMap<string, readonly number[]>;
}

const mostSlips = 2;
/** Longer names are told apart by case only: nobody types them. */
const mostLetters = 200;
const width = mostLetters + 2;
/** Distances of the beginnings of the word, a row for each depth of the tree; used by one search after the other. */
const rows = new Uint8Array(width * width);
const far = mostSlips + 1;
const mostRemembered = 5_000;

export class NameIndex {
  readonly #names: readonly string[];
  readonly #byLower = new Map<string, string>();
  readonly #found = new Map<string, Near | undefined>();
  #root: Branch | undefined;
  #words: Words | undefined;

  constructor(names: Iterable<string>) {
    this.#names = [...names];
    for (const name of this.#names) {
      const lower = name.toLowerCase();
      if (!this.#byLower.has(lower)) this.#byLower.set(lower, name);
    }
  }

  get isEmpty(): boolean {
    return this.#names.length === 0;
  }

  /** The first name that differs by case at most. */
  alike(word: string): string | undefined {
    return this.#byLower.get(word.toLowerCase());
  }

  /** The first of the nearest names, at most two slips away (one for short words). Nothing, too, when the effort is spent. */
  near(word: string, effort: Effort): Near | undefined {
    const lower = word.toLowerCase();
    const same = this.#byLower.get(lower);
    if (same !== undefined) return { name: same, slips: 0 };
    if (lower.length > mostLetters) return undefined;
    if (this.#found.has(word)) return this.#found.get(word);
    const near = this.#search(lower, Math.min(mostSlips, Math.max(1, Math.floor(word.length / 3))), effort);
    if (effort.left <= 0) return undefined;
    if (this.#found.size >= mostRemembered) this.#found.clear();
    this.#found.set(word, near);
    return near;
  }

  /** The only name that has all words of this one. */
  withWordsOf(name: string, effort: Effort): string | undefined {
    const { of, having } = (this.#words ??= this.#wordsOfNames(effort));
    const words = wordsOf(name);
    let fewest: readonly number[] | undefined;
    for (const word of words) {
      const fields = having.get(word) ?? [];
      if (fewest === undefined || fields.length < fewest.length) fewest = fields;
    }
    let found: string | undefined;
    for (const at of fewest ?? []) {
      effort.left -= 1;
      if (effort.left <= 0) return undefined;
      if (!words.every((word) => of[at]?.has(word) === true)) continue;
      if (found !== undefined) return undefined;
      found = this.#names[at];
    }
    return found;
  }

  #wordsOfNames(effort: Effort): Words {
    const of = this.#names.map((name) => new Set(wordsOf(name)));
    const having = new Map<string, number[]>();
    of.forEach((words, at) => {
      for (const word of words) {
        const fields = having.get(word);
        if (fields === undefined) having.set(word, [at]);
        else fields.push(at);
      }
    });
    effort.left -= of.length;
    return { of, having };
  }

  #search(word: string, limit: number, effort: Effort): Near | undefined {
    this.#root ??= tree(this.#byLower, effort);
    let best: Branch | undefined;
    let least = limit;
    rows.fill(far, 0, word.length + 1);
    for (let at = 0; at <= Math.min(word.length, limit); at += 1) rows[at] = at;
    const visit = (branch: Branch, depth: number, before: number): void => {
      for (const next of branch.branches) {
        effort.left -= 1;
        if (effort.left <= 0) return;
        if (fillRow(word, { depth, letter: next.letter, before }, least) > least) continue;
        const slips = rows[depth * width + word.length] ?? far;
        const isBetter = slips < least || (slips === least && next.position < (best?.position ?? Infinity));
        if (next.name !== undefined && Math.abs(depth - word.length) <= least && isBetter) {
          best = next;
          least = slips;
        }
        visit(next, depth + 1, next.letter);
      }
    };
    visit(this.#root, 1, -1);
    return best?.name === undefined ? undefined : { name: best.name, slips: least };
  }
}

/**
 * The distances of a branch from every beginning of the word, by Levenshtein, where two letters that changed places are one slip.
 * Only cells that can be within the limit are worked out. Gives the least of them: what comes below is as far at least.
 */
function fillRow(
  word: string,
  { depth, letter, before }: { readonly depth: number; readonly letter: number; readonly before: number },
  limit: number,
): number {
  const row = depth * width;
  const above = row - width;
  const first = Math.max(0, depth - limit);
  const last = Math.min(word.length, depth + limit);
  if (first > 0) rows[row + first - 1] = far;
  let least = far;
  for (let at = first; at <= last; at += 1) {
    let slips: number;
    if (at === 0) slips = depth;
    else {
      const own = word.charCodeAt(at - 1);
      slips = (rows[above + at - 1] ?? far) + (own === letter ? 0 : 1);
      slips = Math.min(slips, (rows[row + at - 1] ?? far) + 1);
      // The cell right of those that the row above has was never written for this word.
      if (at < depth + limit) slips = Math.min(slips, (rows[above + at] ?? far) + 1);
      if (at > 1 && before === own && word.charCodeAt(at - 2) === letter)
        slips = Math.min(slips, (rows[above - width + at - 2] ?? far) + 1);
    }
    rows[row + at] = Math.min(slips, far);
    least = Math.min(least, slips);
  }
  if (last < word.length) rows[row + word.length] = far;
  return least;
}

function tree(names: ReadonlyMap<string, string>, effort: Effort): Branch {
  const root: Branch = { letter: -1, branches: [], name: undefined, position: 0 };
  const inside = new Map<Branch, Map<number, Branch>>();
  let position = 0;
  for (const [lower, name] of names) {
    position += 1;
    if (lower.length > mostLetters) continue;
    effort.left -= 1;
    let branch = root;
    for (let at = 0; at < lower.length; at += 1) {
      const letter = lower.charCodeAt(at);
      const known = inside.get(branch) ?? new Map<number, Branch>();
      inside.set(branch, known);
      let next = known.get(letter);
      if (next === undefined) {
        next = { letter, branches: [], name: undefined, position: 0 };
        known.set(letter, next);
        branch.branches.push(next);
      }
      branch = next;
    }
    branch.name = name;
    branch.position = position;
  }
  return root;
}

const wordsOf = (name: string): string[] =>
  (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+|\p{N}+/gu) ?? []).map((word) => word.toLowerCase());
