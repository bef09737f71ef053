/**
 * The records of a topic: what to read, the list, one record in full, live tail. May touch: the contract through app,
 * the shared grid and value view, shared values; no other feature.
 */
export { RecordsView, type RecordsViewProps } from './records-view.tsx';
export { KeyLineView, type KeyLineProps } from './results/key-line-view.tsx';
