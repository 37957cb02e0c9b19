export { FlowCanvas } from './flow-canvas.tsx';
export type { FlowCanvasProps } from './flow-canvas.tsx';
export { chosenTurns, pathInTurns, pathMeant, shownSteps, turnsAround, turnShown, turnWords } from './turns.ts';
export type { TurnShown } from './turns.ts';
export { runOverlay } from './run-overlay.ts';
export type { EdgeOverlay, NodeOverlay, RunOverlay } from './run-overlay.ts';
export { statusLook, statusWords } from './step-card.tsx';
export type { CanvasHandle } from './use-canvas-gestures.ts';
