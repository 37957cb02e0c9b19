// A field that moves to another place often keeps a word of its name and changes what stood around it: `customer.last`, `lastName`.
import { wordsOfName } from '../names/read-name.ts';
import type { Lexicon } from '../words/lexicon.ts';

/** The words of a path, one by one: “last name” is two here, for one of them may come from the parent, or go without saying. */
export interface PathWords {
  readonly own: ReadonlySet<string>;
  /** With those of all parents. */
  readonly all: ReadonlySet<string>;
}

export interface SharedWords {
  /** 0–1: how much of each name the other path says; 1 where both say the same words. */
  readonly likeness: number;
  /** A telling word that both have. */
  readonly word: string;
}

/** What “name” and “id” count beside a word that tells something. */
const vagueWeight = 0.5;

/** @param path steps; `[]` enters a list. */
export function pathWords(path: readonly string[], lexicon: Lexicon): PathWords {
  const words = path.map((step) => (step === '[]' ? [] : wordsOfName(step, lexicon)));
  return { own: new Set(words.at(-1)), all: new Set(words.flat()) };
}

/** Undefined where neither name is wholly in the other path, or where all that they share says nothing (`name`, `id`). */
export function sharedWords(left: PathWords, right: PathWords, lexicon: Lexicon): SharedWords | undefined {
  const word = [...left.own].find((one) => right.own.has(one) && !isVague(one, lexicon));
  if (word === undefined) return undefined;
  const said = [share(left.own, right.all, lexicon), share(right.own, left.all, lexicon)] as const;
  if (Math.max(...said) < 1) return undefined;
  return { likeness: (said[0] + said[1]) / 2, word };
}

function share(own: ReadonlySet<string>, other: ReadonlySet<string>, lexicon: Lexicon): number {
  let all = 0;
  let said = 0;
  for (const word of own) {
    const weight = isVague(word, lexicon) ? vagueWeight : 1;
    all += weight;
    if (other.has(word)) said += weight;
  }
  return all === 0 ? 0 : said / all;
}

const isVague = (word: string, { concepts, vague }: Lexicon): boolean => vague.has(concepts.get(word) ?? -1);
