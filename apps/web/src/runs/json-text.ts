import type { Json } from '@patchbay/model/schema';

export interface ParsedText {
  /** Absent for empty text. */
  readonly value?: Json;
  readonly problem?: string;
}

/** Reads what a person typed as JSON, and says in words where it stops being JSON. */
export function parseJsonText(text: string): ParsedText {
  if (text.trim() === '') return {};
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
