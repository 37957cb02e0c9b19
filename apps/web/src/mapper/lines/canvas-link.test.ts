import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCanvasLink } from './canvas-link.ts';

describe('redraw', () => {
  it('draws once a frame, as the lines are drawn then, for whoever got hold of it before', () => {
    const frames: (() => void)[] = [];
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
    onTestFinished(() => void vi.unstubAllGlobals());
    const link = createCanvasLink();
    const { redraw } = link;
    const drawn: string[] = [];
    link.draw = () => drawn.push('first');
    redraw();
    redraw();
    link.draw = () => drawn.push('later');
    frames.shift()?.();
    expect(drawn).toEqual(['later']);
    redraw();
    frames.shift()?.();
    expect(drawn).toEqual(['later', 'later']);
    expect(frames).toEqual([]);
  });
});
