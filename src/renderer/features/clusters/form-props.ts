import type { ClusterDraftInput } from '../../../shared/contract/clusters.ts';
import type { FieldErrors } from './draft.ts';

/** What every section of the form gets. */
export type SectionProps = {
  readonly draft: ClusterDraftInput;
  readonly errors: FieldErrors;
  change(patch: Partial<ClusterDraftInput>): void;
};
