/* The one function of coremessaging.dll that screen capture imports, from Windows 10 on. For tests
   under a Wine that lacks it, where that capture is not supported anyway; never shipped. */
#include <windows.h>

struct options { DWORD size; int thread; int apartment; };

__declspec(dllexport) HRESULT WINAPI
CreateDispatcherQueueController(struct options options, void **controller)
{
    (void)options;
    *controller = 0;
    return E_NOTIMPL;
}
