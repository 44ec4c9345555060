/** What only a defect of the lab can cause. It ends the run, loudly: exit status 3. */
export class LabDefect extends Error {
  override readonly name = 'LabDefect';
}
