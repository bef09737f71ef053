/** The topics of a cluster: list, filter, sort, open. May touch: the contract through app, the shared grid; no other feature. */
export { TopicsView, type TopicsViewProps } from './topics-view.tsx';
