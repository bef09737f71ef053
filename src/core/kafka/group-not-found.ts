import { AppError } from '../../shared/errors.ts';

export function groupNotFound(group: string): AppError {
  return new AppError('GROUP_NOT_FOUND', `The group ${group} has committed no offset for what is to be read.`, {
    hint: 'Check the name of the group, or choose another place to start.',
    context: { group },
  });
}
