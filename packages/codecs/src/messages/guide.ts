// A guide says how a message is built: which segments, in which groups, with which elements. Guides are plain data, so that anyone
// can write one for what a partner really sends.

export interface MessageGuide {
  /** Of the message: `850`, `ORDERS`, `ADT_A01`. */
  readonly id: string;
  readonly standard: 'x12' | 'edifact' | 'hl7';
  /** As the standard writes it: `004010`, `D:96A`, `2.5`. */
  readonly version: string;
  readonly title: string;
  readonly description?: string | undefined;
  /** X12: the code of its functional group, such as `PO`. */
  readonly group?: string | undefined;
  /** By segment id. A segment that is not defined is read as it stands. */
  readonly segments: Readonly<Record<string, SegmentDefinition>>;
  readonly nodes: readonly GuideNode[];
}

/**
 * - `segment`: one segment; an object with its elements.
 * - `loop`: a group that begins with the segment `loop`, whose elements stand in the object itself: `n1[n101 = "ST"].n4.n401`.
 * - `group`: a group by a name of its own, that begins with any of its segments up to the first required one.
 */
export type GuideNode = SegmentNode | LoopNode | GroupNode;

export interface NodeRule {
  /** Name of the property; without it the segment's id, or the group's name, in small letters. */
  readonly as?: string | undefined;
  readonly required?: boolean | undefined;
  /** How often it may stand; more than once makes a list. Once without it. */
  readonly max?: number | undefined;
  /** Only where this element has one of these values. */
  readonly when?: { readonly element: number; readonly values: readonly string[] } | undefined;
  readonly title?: string | undefined;
  /** What the writer counts into the segment, unless the message gives it. */
  readonly count?: CountRule | readonly CountRule[] | undefined;
  /** Elements that the writer fills: the number of a level, that of the level above, and whether levels follow below. */
  readonly level?: { readonly number: number; readonly above: number; readonly below: number } | undefined;
}

/** An element, or a part of it, that holds the number of items of a list beside it, or of segments before it in the message. */
export interface CountRule {
  readonly element: number;
  readonly part?: number;
  readonly list?: string;
  readonly segment?: string;
  /** Counts only the segments that have nothing in this element. */
  readonly without?: number;
  /** Only in segments whose part of that element says so; without it the segment is written even where the message has none. */
  readonly only?: { readonly part: number; readonly value: string };
}

export interface SegmentNode extends NodeRule {
  readonly segment: string;
}

export interface LoopNode extends NodeRule {
  readonly loop: string;
  readonly nodes: readonly GuideNode[];
}

export interface GroupNode extends NodeRule {
  readonly group: string;
  readonly nodes: readonly GuideNode[];
}

export interface SegmentDefinition {
  readonly name: string;
  readonly elements: readonly ElementDefinition[];
}

export interface ElementDefinition {
  readonly name: string;
  /** A type of the standard: `ID`, `N2`, `DT`; `an`, `n`; `ST`, `NM`. Of a composite its own name. */
  readonly type: string;
  readonly required?: boolean | undefined;
  readonly repeat?: boolean | undefined;
  /** Whether its value says which of several like segments it is. */
  readonly qualifier?: boolean | undefined;
  readonly maxLength?: number | undefined;
  /** Number of the data element, or of the table, in the standard. */
  readonly number?: string | undefined;
  /** Values and what they mean; others may come too. */
  readonly codes?: Readonly<Record<string, string>> | undefined;
  readonly components?: readonly ElementDefinition[] | undefined;
}

export const many = 99_999;
