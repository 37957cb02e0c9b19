// A text that matches a pattern, for the patterns that schemas have: literals, classes, counts, groups, alternatives.
// Nothing is searched, so no pattern takes long; what is not understood gives nothing.

interface Reading {
  readonly pattern: string;
  at: number;
}

const longest = 1_000;
const maxDepth = 40;

/** A text of at least `minLength` where the pattern's open counts (`*`, `+`, `{2,}`) allow it; undefined when it is beyond this reader. */
export function sampleOfPattern(pattern: string, minLength = 0): string | undefined {
  for (const extra of [0, minLength]) {
    const reading: Reading = { pattern, at: 0 };
    const text = alternatives(reading, { extra, depth: 0 });
    if (text === undefined || reading.at < pattern.length) return undefined;
    if (Array.from(text).length >= minLength || extra === minLength) return text;
  }
  return undefined;
}

interface Wish {
  /** How many more repetitions than the least an open count shall give. */
  readonly extra: number;
  readonly depth: number;
}

/** The first alternative; the others are read over. */
function alternatives(reading: Reading, wish: Wish): string | undefined {
  if (wish.depth > maxDepth) return undefined;
  const first = sequence(reading, wish);
  while (first !== undefined && reading.pattern[reading.at] === '|') {
    reading.at += 1;
    if (sequence(reading, wish) === undefined) return undefined;
  }
  return first;
}

function sequence(reading: Reading, wish: Wish): string | undefined {
  let text = '';
  while (reading.at < reading.pattern.length && !'|)'.includes(reading.pattern.charAt(reading.at))) {
    const atom = oneAtom(reading, wish);
    const times = atom === undefined ? undefined : count(reading, wish.extra);
    if (atom === undefined || times === undefined) return undefined;
    text += atom.repeat(times);
    if (text.length > longest) return undefined;
  }
  return text;
}

function oneAtom(reading: Reading, wish: Wish): string | undefined {
  const { pattern } = reading;
  const character = pattern.charAt(reading.at);
  reading.at += 1;
  if (character === '^' || character === '$') return '';
  if (character === '.') return 'a';
  if (character === '\\') return escaped(reading);
  if (character === '[') return oneOfClass(reading);
  if (character !== '(') return '*+?{'.includes(character) ? undefined : character;
  if (pattern.startsWith('?', reading.at)) {
    const opener = /^\?(:|<[A-Za-z]\w*>)/.exec(pattern.slice(reading.at, reading.at + 80))?.[0];
    if (opener === undefined) return undefined;
    reading.at += opener.length;
  }
  const inner = alternatives(reading, { ...wish, depth: wish.depth + 1 });
  if (inner === undefined || pattern[reading.at] !== ')') return undefined;
  reading.at += 1;
  return inner;
}

const escapes: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'a', S: 'a', W: '-', t: '\t', n: '\n' };

function escaped(reading: Reading): string | undefined {
  const letter = reading.pattern.charAt(reading.at);
  reading.at += 1;
  if (letter === 'p') {
    const name = /^\{(L|Lu|Ll|N|Nd)\}/.exec(reading.pattern.slice(reading.at, reading.at + 4))?.[0];
    if (name === undefined) return undefined;
    reading.at += name.length;
    if (name.startsWith('{N')) return '1';
    return name === '{Ll}' ? 'a' : 'A';
  }
  if (Object.hasOwn(escapes, letter)) return escapes[letter];
  return /^[A-Za-z0-9]?$/.test(letter) ? undefined : letter;
}

/** The first character of the class; of an excluding class, one that it does not exclude. */
function oneOfClass(reading: Reading): string | undefined {
  const { pattern } = reading;
  const excludes = pattern[reading.at] === '^';
  if (excludes) reading.at += 1;
  const end = endOfClass(pattern, reading.at);
  if (end === undefined) return undefined;
  const body = pattern.slice(reading.at, end);
  const start: Reading = { pattern, at: reading.at };
  reading.at = end + 1;
  if (!excludes) {
    if (pattern[start.at] !== '\\') return pattern.charAt(start.at);
    start.at += 1;
    return escaped(start);
  }
  if (/\\[wWpP]|&&/.test(body)) return undefined;
  const isExcluded = (character: string): boolean => {
    if (body.includes(character) || (/\\d|0-9/.test(body) && /\d/.test(character))) return true;
    return (/a-z/.test(body) && /[a-z]/.test(character)) || (/A-Z/.test(body) && /[A-Z]/.test(character));
  };
  return ['a', 'A', '1', '-', '_', '*'].find((character) => !isExcluded(character));
}

function endOfClass(pattern: string, from: number): number | undefined {
  for (let at = from; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '[') return undefined;
    else if (character === ']' && at > from) return at;
  }
  return undefined;
}

function count(reading: Reading, extra: number): number | undefined {
  const { pattern } = reading;
  const sign = pattern.charAt(reading.at);
  let times = 1;
  if (sign === '*' || sign === '+' || sign === '?') {
    reading.at += 1;
    times = sign === '?' ? 0 : (sign === '+' ? 1 : 0) + extra;
  } else if (sign === '{') {
    const found = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(pattern.slice(reading.at, reading.at + 12));
    if (found === null) return undefined;
    reading.at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === '' ? Infinity : Number(found[3]);
    times = Math.min(least + extra, most);
  } else return 1;
  if (pattern[reading.at] === '?') reading.at += 1;
  return times;
}
