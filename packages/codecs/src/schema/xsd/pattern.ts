// Patterns of XML Schema → those of ECMAScript, where both say the same; undefined where they do not.

const untranslatable = [/\\[icIC]/, /\\p\{Is/, /\\P\{Is/, /\\[^\\wWdDsSnrtpP.?*+{}()[\]|^$-]/];

/** Without anchors: a pattern of XML Schema always means the whole text. `^` and `$` are characters there. */
export function patternOf(pattern: string): string | undefined {
  if (pattern.length > 2_000 || untranslatable.some((form) => form.test(pattern))) return undefined;
  let translated = '';
  let isInClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '\\') {
      const next = pattern.charAt(at + 1);
      translated += next === '-' && !isInClass ? '-' : `\\${next}`;
      at += 1;
      continue;
    }
    // Taking one class from another has no equal.
    if (isInClass && character === '[') return undefined;
    if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    translated += !isInClass && (character === '^' || character === '$') ? `\\${character}` : character;
  }
  return isValid(translated) ? translated : undefined;
}

function isValid(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}
