// How large a value is when it is written: in memory a part may stand in many places at once, on paper it stands in each of
// them. A few names that hold each other twice are little to make and too much for any disk.

/** Lists and structures inside each other; writers and readers go down by recursion. */
export const maxWrittenDepth = 1_000;

/** A text up to this length is as little as any other plain value: the structure around it has been charged for it. */
export const plainTextLength = 64;

/** Whether writing a value may take more than has been charged for its place. */
export const isWeighty = (value: unknown): boolean =>
  typeof value === 'object' ? value !== null : typeof value === 'string' && value.length > plainTextLength;

export interface Writing {
  /** Bytes that may still be written; less than nothing when the value is larger, or too deep. */
  left: number;
  /** Values that were looked at. */
  values: number;
}

/** Takes what a value is worth from what is left, each part as often as it stands in it; ends as soon as nothing is left. */
export function takeWritten(value: unknown, writing: Writing, depth = 0): void {
  writing.values += 1;
  if (typeof value === 'string') {
    writing.left -= 24 + value.length;
  } else if (typeof value !== 'object' || value === null) {
    writing.left -= 8;
  } else if (depth >= maxWrittenDepth) {
    writing.left = -1;
  } else if (Array.isArray(value)) {
    writing.left -= 24;
    for (let at = 0; at < value.length && writing.left >= 0; at += 1) takeWritten(value[at], writing, depth + 1);
  } else {
    writing.left -= 40;
    const fields = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(fields)) {
      if (writing.left < 0) return;
      writing.left -= 8 + name.length;
      takeWritten(fields[name], writing, depth + 1);
    }
  }
}
