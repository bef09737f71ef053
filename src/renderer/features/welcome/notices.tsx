import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconExclamationCircle, IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AppInfo } from '../../../shared/contract/app.ts';
import { useApi } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { APP_INFO_KEY, useAppInfo } from '../../app/use-app-info.ts';
import classes from './notices.module.css';

const ICONS = { info: IconInfoCircle, warning: IconAlertTriangle, error: IconExclamationCircle } as const;

/** What the user must know about this start, each until it is dismissed. */
export function Notices() {
  const api = useApi();
  const queries = useQueryClient();
  const { data: info } = useAppInfo();
  const dismiss = useMutation({
    mutationFn: (id: string) => api.app.dismissNotice({ id }),
    onMutate: (id) =>
      queries.setQueryData<AppInfo>(
        APP_INFO_KEY,
        (before) => before && { ...before, notices: before.notices.filter((notice) => notice.id !== id) },
      ),
  });
  if (info === undefined || info.notices.length === 0) return null;
  return (
    <ul className={classes.notices} aria-label={t('welcome.notices')}>
      {info.notices.map((notice) => {
        const Icon = ICONS[notice.level];
        return (
          <li key={notice.id} className={classes.notice} data-level={notice.level}>
            <Icon size={18} stroke={1.7} aria-hidden />
            <div role={notice.level === 'info' ? 'status' : 'alert'}>
              <strong>{notice.title}</strong>
              <p className={classes.text}>{notice.text}</p>
            </div>
            <CloseButton
              size="sm"
              aria-label={t('welcome.dismissNotice', { title: notice.title })}
              onClick={() => dismiss.mutate(notice.id)}
            />
          </li>
        );
      })}
    </ul>
  );
}
