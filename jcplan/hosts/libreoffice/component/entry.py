"""The file that LibreOffice loads: the classes that it registers, and nothing else."""

import unohelper
from jcplan_component.addin import ADDIN, AddIn
from jcplan_component.handler import HANDLER, Handler

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  (LibreOffice looks for this name)
g_ImplementationHelper.addImplementation(AddIn, ADDIN, (ADDIN,))
g_ImplementationHelper.addImplementation(Handler, HANDLER, (HANDLER,))
