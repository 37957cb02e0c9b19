// Step 3: the form that a dictionary holds. English and German plurals, English participles (`ordered`, `shipping`).

const singulars: readonly (readonly [ending: RegExp, instead: string])[] = [
  [/ies$/, 'y'],
  [/(?<=s|x|z|ch|sh)es$/, ''],
  [/(?<![siu'])s$/, ''],
];

/** By English rules alone: “addresses” is “address”, “status” stays. */
export function singular(word: string): string {
  if (word.length < 4) return word;
  for (const [ending, instead] of singulars) if (ending.test(word)) return word.replace(ending, instead);
  return word;
}

const germanEndings = ['en', 'er', 'es', 'n', 'e', 's'];

/** The known word that this is a form of, if there is one. */
export function baseForm(word: string, isKnown: (word: string) => boolean): string | undefined {
  if (word.length < 4) return undefined;
  const candidates = [singular(word)];
  if (word.endsWith('ed')) candidates.push(word.slice(0, -1), word.slice(0, -2), undoubled(word.slice(0, -2)));
  if (word.endsWith('ing')) candidates.push(word.slice(0, -3), `${word.slice(0, -3)}e`, undoubled(word.slice(0, -3)));
  for (const ending of germanEndings) if (word.endsWith(ending)) candidates.push(word.slice(0, -ending.length));
  candidates.push(withoutUmlaut(word));
  return candidates.find((candidate) => candidate !== word && candidate.length > 2 && isKnown(candidate));
}

const undoubled = (stem: string): string => (stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem);

/** “laender” is a form of “land”, “haeuser” of “haus”. */
const withoutUmlaut = (word: string): string =>
  word.replace(/(ae|oe|ue)(?=[^aeiou]{1,2}(e|er|en)$)/, (letter) => letter.charAt(0)).replace(/(er|en|e)$/, '');
