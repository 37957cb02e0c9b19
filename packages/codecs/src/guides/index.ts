export { group, loop, seg } from '../messages/define-segments.ts';
export type {
  ElementDefinition,
  GroupNode,
  GuideNode,
  LoopNode,
  MessageGuide,
  NodeRule,
  SegmentDefinition,
  SegmentNode,
} from '../messages/guide.ts';
export { guides, guideSchema } from './guide-library.ts';
