import type { Json } from '@patchbay/model/schema';
import type { Frame } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import type { MappingProblem, RejectedRecord } from './rule-problem.ts';

/** Told of everything as it happens, for previews. Rules stand by their path, loops by that of their rule. */
export interface RuleObserver {
  /** The value of a rule; nothing when its key was left out. */
  wrote(rule: string, value: unknown): void;
  failed(rule: string, problem: MappingProblem): void;
  /** The condition of the rule did not hold. */
  passed?(rule: string): void;
  turned(loop: string, turn: LoopTurn): void;
  /** The loop has come to its end after so many turns. */
  left(loop: string, turns: number): void;
}

/** An item of a loop that fields are made of. */
export interface LoopTurn {
  /** The how manieth, from 0: items that `where` lets through are counted alone. */
  readonly turn: number;
  /** Its position in the source; of a group, that of its first item. */
  readonly position: number;
  /** The position that it gets in the target, unless it is left out. */
  readonly target: number;
  /** The item, or the group. */
  readonly item: unknown;
}

/** Where a run that goes on with a further chunk of the same list begins. */
export interface ChunkStart {
  /** Items of the source that came before. */
  readonly source: number;
  /** Items of the target that were made before. */
  readonly target: number;
  /** Turns that were taken before. */
  readonly turns: number;
}

const maxProblems = 100;
/** Of an inner mapping; each use of it tells them again. */
export const maxInnerProblems = 10;

/** The state of one run of a mapping. */
export class RunState {
  readonly frame: Frame;
  readonly observe: RuleObserver | undefined;
  readonly start: ChunkStart | undefined;
  readonly problems: MappingProblem[] = [];
  readonly rejected: RejectedRecord[] = [];
  /** Positions in the target lists around the value that is being made. */
  readonly targetPositions: number[] = [];
  /** Of the loops around it, the positions in their sources. */
  readonly sourcePositions: number[] = [];
  /** What made the record that is being left out fail. */
  skipCause: MappingProblem | undefined;
  /** Turns of the root, when it is a loop. */
  turns = 0;
  /** Whether the root has had all items that its limit allows. */
  isFull = false;
  /** What has been made so far. */
  output: Json = null;

  constructor(
    frame: Frame,
    { observe, start }: { observe?: RuleObserver | undefined; start?: ChunkStart | undefined } = {},
  ) {
    this.frame = frame;
    this.observe = observe;
    this.start = start;
  }

  report(problem: MappingProblem): void {
    // That the run was ended is always told. In a stream each problem says which record is left out.
    const isTold = this.start !== undefined || this.problems.length < maxProblems || problem.code === 'budgetExceeded';
    if (isTold) this.problems.push(problem);
  }
}

export const ruleSite = (label: string): Site => new Site(label, { start: 0, end: 0 });
