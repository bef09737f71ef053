import { ActionIcon, Button } from '@mantine/core';
import {
  IconLayoutBottombar,
  IconLayoutSidebarRight,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconStack2,
} from '@tabler/icons-react';
import { memo } from 'react';
import { usePreferences } from '../../app/context.tsx';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { formatTime } from '../../ui/format.ts';
import { PartitionPicker } from './partition-picker.tsx';
import type { RecordSession } from './record-session.ts';
import { ChipPopover } from './search/chip-popover.tsx';
import { DecodeChip } from './search/decode-chip.tsx';
import { fromText, untilText } from './search/describe-settings.ts';
import { FromForm } from './search/from-form.tsx';
import { OptionsMenu } from './search/options-menu.tsx';
import { OrderButton } from './search/order-button.tsx';
import { FROM_KEYS, REFRESH_KEYS, STOP_KEYS, UNTIL_KEYS } from './search/keys.ts';
import { endsFor } from './search/read-settings.ts';
import { TopicsForm } from './search/topics-form.tsx';
import { UntilForm } from './search/until-form.tsx';
import type { Popovers } from './search/use-popovers.ts';
import type { SessionTopic } from './session-state.ts';
import type { ReadOptions } from './use-read-options.ts';
import classes from './search/search.module.css';

type ToolbarProps = {
  readonly options: ReadOptions;
  readonly session: RecordSession;
  readonly popovers: Popovers;
  /** Of the open session: known before anybody asks for the list. */
  readonly topics: ReadonlyArray<SessionTopic>;
  readonly reading: 'busy' | 'stopped' | 'idle';
  /** The session, where it is open: the decode picker says what its first row was recognised as. */
  readonly sessionId: string | null;
  readonly hasRows: boolean;
  readonly dock: 'right' | 'bottom';
  readonly onDock: (dock: 'right' | 'bottom') => void;
};

/** What to read, in one line. Memoised: it does not change with the rows that arrive. */
export const RecordsToolbar = memo(function RecordsToolbar(props: ToolbarProps) {
  const { options, popovers, topics, dock, onDock } = props;
  const mode = usePreferences((preferences) => preferences.time);
  const { settings } = options;
  const { from, until } = settings;
  const close = (): void => popovers.set(null);
  const dockLabel = dock === 'right' ? t('records.panelBottom') : t('records.panelRight');
  const isFixedEnd = endsFor(from).length === 1;
  const count = settings.topics.length;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('records.toolbar')}>
      <ChipPopover
        name="topics"
        popovers={popovers}
        title={t('search.topics')}
        text={t('search.topicsCount', { count })}
        hint={t('search.topicAddHint')}
        icon={<IconStack2 size={15} />}
        isSet={count > 1}
      >
        <TopicsForm options={options} />
      </ChipPopover>
      <ChipPopover
        name="from"
        popovers={popovers}
        title={t('search.from')}
        text={fromText(from, mode)}
        {...(from.kind === 'time' ? { hint: formatTime(from.timestamp, mode) } : {})}
        keys={FROM_KEYS}
        hasPrefix
        className={classes.fromSlot}
      >
        <FromForm options={options} onDone={close} />
      </ChipPopover>
      <ChipPopover
        name="until"
        popovers={popovers}
        title={t('search.until')}
        text={untilText(until, mode)}
        {...(isFixedEnd ? { hint: t('search.untilFixed') } : {})}
        keys={UNTIL_KEYS}
        hasPrefix
        disabled={isFixedEnd}
        isSet={until.kind !== 'end' && from.kind !== 'now'}
        className={classes.untilSlot}
      >
        <UntilForm options={options} onDone={close} />
      </ChipPopover>
      <OrderButton options={options} />
      {count === 1 ? (
        <PartitionPicker
          options={options}
          known={options.partitions.length === 0 ? (topics[0]?.partitions ?? []) : []}
        />
      ) : null}
      <DecodeChip options={options} popovers={popovers} sessionId={props.sessionId} hasRows={props.hasRows} />
      <OptionsMenu options={options} popovers={popovers} />
      <span className={classes.spring} />
      <ReadButton {...props} />
      <Hint label={dockLabel}>
        <ActionIcon aria-label={dockLabel} onClick={() => onDock(dock === 'right' ? 'bottom' : 'right')}>
          {dock === 'right' ? <IconLayoutBottombar size={16} /> : <IconLayoutSidebarRight size={16} />}
        </ActionIcon>
      </Hint>
    </div>
  );
});

/** The one button that reads, stops reading or goes on, whichever there is to do. */
function ReadButton({ reading, session, options }: Pick<ToolbarProps, 'reading' | 'session' | 'options'>) {
  const { isLive } = session;
  if (reading === 'busy' && !isLive) {
    return (
      <Hint label={t('records.stop')} keys={STOP_KEYS}>
        <Button className={classes.readButton} leftSection={<IconPlayerStop size={14} />} onClick={session.stop}>
          {t('records.stop')}
        </Button>
      </Hint>
    );
  }
  if (reading === 'stopped') {
    return (
      <Hint label={t('search.resume')} keys={STOP_KEYS}>
        <Button
          className={classes.readButton}
          variant="filled"
          leftSection={<IconPlayerPlay size={14} />}
          onClick={session.resume}
        >
          {t('search.resume')}
        </Button>
      </Hint>
    );
  }
  return (
    <Hint label={t('search.readAgain')} keys={REFRESH_KEYS}>
      <Button
        className={classes.readButton}
        aria-label={t('search.readAgain')}
        leftSection={<IconRefresh size={14} />}
        onClick={options.refresh}
      >
        {t('search.read')}
      </Button>
    </Hint>
  );
}
