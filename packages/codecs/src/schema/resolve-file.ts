// A location in one file → the name of another among those supplied. Nothing is fetched, and no path leaves the map.

/** Relative to the folder of `from`, else by the longest end of the path that fits exactly one file. */
export function resolveFile(location: string, from: string, files: readonly string[]): string | undefined {
  const wanted = decodedPath(location.replace(/[?#].*$/, ''));
  const names = [...new Set(files)];
  const beside = normalise(`${from.replace(/[^/\\]*$/, '')}${wanted}`);
  const exact =
    names.find((name) => normalise(name) === beside) ?? names.find((name) => normalise(name) === normalise(wanted));
  if (exact !== undefined) return exact;
  const parts = normalise(wanted.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')).split('/');
  for (let from = 0; from < parts.length; from += 1) {
    const end = parts.slice(from).join('/');
    if (end === '') continue;
    const found = names.filter((name) => normalise(name) === end || normalise(name).endsWith(`/${end}`));
    if (found.length === 1) return found[0];
  }
  return undefined;
}

function decodedPath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return text;
    throw cause;
  }
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
